import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError, readPhoto } from '../demo/photo.ts';
import { delimiterOf, readOrRefuse } from '../index/read-manifest.ts';
import { type Cells, COLUMNS, problemsOf, requestOf } from './check-cells.ts';
import { type EntryLine, keyOf, sha256 } from './entry-line.ts';

/** Columns without which no line is an entry. */
const NEEDED = ['reason_code', 'source'];
/** Largest image that the form of an entry takes. */
const MAX_IMAGE_BYTES = 15 * 1024 * 1024;
/** Wrong lines that are named at once; the rest is counted. */
const MAX_NAMED = 20;

interface Row {
  readonly record: Cells;
  /** `lines` is the one on which the record ends. */
  readonly info: { readonly lines: number };
}

/**
 * Reads a CSV file of entries for a list, with the columns of {@link COLUMNS}, and checks every line and
 * image. An image is a file relative to the CSV file.
 * @throws InputError that names the wrong lines, and what to do about each
 */
export async function readEntries(file: string, listId: string): Promise<readonly EntryLine[]> {
  const rows = rowsOf(file, await readOrRefuse(file));
  if (rows.length === 0) throw new InputError(`${file} has no entries below its first line`);
  const lines: EntryLine[] = [];
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of rows) {
    const read = await readLine(record, info.lines, dirname(file), listId);
    if (!('key' in read)) {
      wrong.push(...read.problems.map((problem) => `line ${info.lines}: ${problem}`));
      continue;
    }
    const first = seen.get(read.key);
    if (first === undefined) lines.push(read);
    else wrong.push(`line ${info.lines}: the same entry as line ${first}; delete one of them`);
    seen.set(read.key, first ?? info.lines);
  }
  refuseWrong(file, wrong);
  return lines;
}

/**
 * Refuses lines that the API would refuse because they end in the past.
 * @throws InputError
 */
export function refuseExpired(file: string, lines: readonly EntryLine[], now: Date): void {
  const expired = lines.filter(({ request: { expires_at } }) => expires_at && new Date(expires_at) <= now);
  refuseWrong(
    file,
    expired.map(
      ({ line, request }) =>
        `line ${line}: expires_at ${request.expires_at} is in the past; delete the line, or set a later time`,
    ),
  );
}

function refuseWrong(file: string, wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  const more = wrong.length > MAX_NAMED ? [`and ${wrong.length - MAX_NAMED} more`] : [];
  const named = [...wrong.slice(0, MAX_NAMED), ...more].map((line) => `\n    ${line}`);
  throw new InputError(`${file}: nothing was added, since these lines are wrong${named.join('')}`);
}

async function readLine(
  cells: Cells,
  line: number,
  folder: string,
  listId: string,
): Promise<EntryLine | { readonly problems: readonly string[] }> {
  const problems = problemsOf(cells);
  if (problems.length > 0) return { problems };
  const request = requestOf(cells);
  if (!cells.image) return { line, key: keyOf(listId, request), request };
  try {
    const { name, bytes, contentType } = await readPhoto(resolve(folder, cells.image));
    if (bytes.length > MAX_IMAGE_BYTES)
      return { problems: [`${cells.image} is larger than 15 MiB; save it smaller`] };
    const image = { file: name, sha256: sha256(bytes) };
    const typed = { ...request, content_type: contentType };
    return { line, key: keyOf(listId, typed, image.sha256), request: typed, image };
  } catch (error) {
    if (error instanceof InputError) return { problems: [error.message] };
    throw error;
  }
}

/** @throws InputError if the first line names other columns, or a line has more of them */
function rowsOf(file: string, text: string): readonly Row[] {
  const checkColumns = (columns: string[]): string[] => {
    const missing = NEEDED.filter((name) => !columns.includes(name));
    const unknown = columns.filter((name) => !COLUMNS.some((column) => column === name));
    if (missing.length === 0 && unknown.length === 0) return columns;
    const found = columns.map((name) => JSON.stringify(name)).join(', ');
    throw new InputError(
      `${file}: its first line names ${found}; write the columns exactly like this: ${COLUMNS.join(',')}`,
    );
  };
  try {
    return parse(text, {
      columns: checkColumns,
      delimiter: delimiterOf(text),
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      // spreadsheets leave out empty cells at the end
      relax_column_count_less: true,
    }) as unknown as Row[];
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${file} cannot be read as CSV: ${(cause as Error).message}`, { cause });
  }
}
