import { attributeName } from '../../kernel/attributes.ts';
import '../../kernel/messages-of-schemas.ts';

/** Columns that every row needs. */
const NEEDED = ['user_id', 'image_key'] as const;
/** Images beyond the first. */
const MORE_IMAGES = /^image_key_[2-4]$/;
/** Delimiters of tables that are called CSV, with their names. */
const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const;
type Delimiter = keyof typeof DELIMITERS;

/**
 * Longest row. A valid one has up to 8 KB: four keys of 1 KB and ten attributes. A batch must fit into the
 * 256 KiB that a state's input may have.
 */
export const MAX_ROW_BYTES = 16 * 1024;

/** The lines of a manifest that a start looks at. */
export interface ManifestLines {
  readonly first: string;
  readonly longest: { readonly line: number; readonly bytes: number };
}

/** Why no row of a manifest can be read as the format says, and what to change; undefined if rows can be. */
export function manifestProblem(
  format: 'csv' | 'jsonl',
  { first, longest }: ManifestLines,
): string | undefined {
  if (longest.bytes > MAX_ROW_BYTES)
    return `line ${longest.line} of the manifest has ${longest.bytes} bytes; a row has at most ${MAX_ROW_BYTES}`;
  return format === 'csv' ? headerProblem(first) : firstLineProblem(first);
}

function headerProblem(line: string): string | undefined {
  const header = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
  const delimiter = delimiterOf(header);
  const columns = columnsOf(header, delimiter);
  const found = `found: ${columns.map((name) => JSON.stringify(name)).join(', ')}; needed: ${NEEDED.join(', ')}`;
  if (delimiter !== ',')
    return `the columns of the manifest are separated by ${DELIMITERS[delimiter]}; separate them by commas (${found})`;
  if (NEEDED.some((name) => !columns.includes(name)))
    return `the first line of the manifest must name the columns, spelled exactly like this (${found})`;
  const twice = columns.find((name, place) => columns.indexOf(name) !== place);
  if (twice !== undefined) return `the first line of the manifest names the column "${twice}" twice`;
  for (const name of columns.filter((one) => !isKnown(one))) {
    const valid = attributeName.safeParse(name);
    if (!valid.success)
      return `the column ${JSON.stringify(name)} cannot be an attribute: its name ${valid.error.issues[0]?.message}`;
  }
  return undefined;
}

const isKnown = (name: string): boolean => NEEDED.some((needed) => needed === name) || MORE_IMAGES.test(name);

/** The delimiter that occurs most often in a header; names of columns hold none. */
function delimiterOf(header: string): Delimiter {
  const counts = (Object.keys(DELIMITERS) as Delimiter[]).map((delimiter) => ({
    delimiter,
    count: header.split(delimiter).length,
  }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter;
}

const columnsOf = (header: string, delimiter: Delimiter): string[] =>
  header.split(delimiter).map((name) => name.replace(/^"(.*)"$/, '$1'));

function firstLineProblem(line: string): string | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    row = undefined;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return 'the first line of the manifest is not a JSON object; a manifest of format jsonl has one per line';
  if (!Object.hasOwn(row, 'user_id') || !Object.keys(row).some((name) => name.startsWith('image_key')))
    return `the rows of the manifest need the members user_id and image_key, or image_keys (found: ${Object.keys(row).join(', ')})`;
  return undefined;
}
