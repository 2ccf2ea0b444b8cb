import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from '../demo/photo.ts';
import type { UploadFile } from './index-job-client.ts';

type Row = Readonly<Record<string, unknown>>;

export interface LocalManifest {
  readonly rows: number;
  /** The image files named in its rows. */
  readonly images: readonly UploadFile[];
  /** The manifest as JSON Lines, given the key prefix of the uploaded images. */
  readonly text: (imagePrefix: string) => string;
}

/**
 * Reads a manifest on this machine: CSV with the columns `user_id` and `image_key`, or JSON Lines with these
 * members. An image is a file next to the manifest; any other value is taken as the key of an image in the
 * bucket.
 * @throws InputError
 */
export async function readManifest(file: string): Promise<LocalManifest> {
  const rows = rowsOf(file, await readOrRefuse(file));
  if (rows.length === 0) throw new InputError(`${file} has no rows`);
  const images = new Map<string, UploadFile>();
  for (const name of rows.flatMap(namesIn)) {
    if (images.has(name)) continue;
    const bytes = await readFile(resolve(dirname(file), name)).catch(() => undefined);
    if (bytes) images.set(name, { name: `${images.size}-${basename(name)}`, bytes });
  }
  const keyOf = (prefix: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((name) => keyOf(prefix, name));
    const image = typeof value === 'string' ? images.get(value) : undefined;
    return image ? `${prefix}${image.name}` : value;
  };
  return {
    rows: rows.length,
    images: [...images.values()],
    text: (prefix) =>
      rows
        .map((row) =>
          Object.entries(row).map(([name, value]) => [
            name,
            NAMES_IMAGE.test(name) ? keyOf(prefix, value) : value,
          ]),
        )
        .map((row) => JSON.stringify(Object.fromEntries(row)))
        .join('\n'),
  };
}

/** `image_key`, `image_key_2` ..., and `image_keys` of JSON Lines. */
const NAMES_IMAGE = /^image_key(s|_\d)?$/;

const namesIn = (row: Row): string[] =>
  Object.entries(row)
    .filter(([name]) => NAMES_IMAGE.test(name))
    .flatMap(([, value]) => value)
    .filter((value): value is string => typeof value === 'string' && value !== '');

/** @throws InputError */
export async function readOrRefuse(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`${file} cannot be read`, { cause });
  }
}

function rowsOf(file: string, text: string): Row[] {
  try {
    if (extname(file) === '.csv') return csvRows(file, text);
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Row);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${file} is neither CSV (.csv) nor JSON Lines: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Columns that a manifest needs, and what may separate them. */
const NEEDED = ['user_id', 'image_key'];
const DELIMITERS = [',', ';', '\t', '|'];

/** Returns what separates the columns of a CSV file, by its first line. */
export function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** @throws InputError if the first line does not name the columns */
function csvRows(file: string, text: string): Row[] {
  const checkColumns = (columns: string[]): string[] => {
    const missing = NEEDED.filter((name) => !columns.includes(name));
    if (missing.length === 0) return columns;
    const found = columns.map((name) => JSON.stringify(name)).join(', ');
    throw new InputError(
      `${file} lacks the columns ${missing.join(', ')}: its first line names ${found}; write ${NEEDED.join(',')} exactly like this`,
    );
  };
  return parse(text, {
    columns: checkColumns,
    delimiter: delimiterOf(text),
    bom: true,
    skip_empty_lines: true,
  }) as Row[];
}
