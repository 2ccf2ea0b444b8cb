import { createHash } from 'node:crypto';
import { RekognitionError } from '../rekognition-error.ts';

/**
 * A list that is given in pages: what it lists, and by which filters. A token is good for its own list alone.
 */
export type ListIdentity = readonly unknown[];

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

const SEQUENCE_BYTES = 6;
const SEAL_BYTES = 16;

/**
 * The page of a list that a token asks for: at most `size` items after the one that the token names. Items
 * come in rising order of their sequence numbers, so that what is added or deleted meanwhile moves nothing.
 *
 * @throws RekognitionError InvalidPaginationTokenException for a token that this list did not give
 */
export function pageOf<T extends { readonly sequence: number }>(
  items: Iterable<T>,
  list: ListIdentity,
  size: number,
  token: string | undefined,
): Page<T> {
  const after = token === undefined ? 0 : sequenceOf(token, list);
  const page: T[] = [];
  for (const item of items) {
    if (item.sequence <= after) continue;
    if (page.length === size)
      return { items: page, nextToken: tokenAfter(page.at(-1)?.sequence ?? after, list) };
    page.push(item);
  }
  return { items: page, nextToken: undefined };
}

function tokenAfter(sequence: number, list: ListIdentity): string {
  const position = Buffer.alloc(SEQUENCE_BYTES);
  position.writeUIntBE(sequence, 0, SEQUENCE_BYTES);
  return Buffer.concat([position, seal(position, list)]).toString('base64');
}

function sequenceOf(token: string, list: ListIdentity): number {
  const bytes = Buffer.from(token, 'base64');
  const position = bytes.subarray(0, SEQUENCE_BYTES);
  const intact =
    bytes.toString('base64') === token && bytes.subarray(SEQUENCE_BYTES).equals(seal(position, list));
  if (!intact) throw new RekognitionError('InvalidPaginationTokenException', 'Invalid Pagination Token');
  return position.readUIntBE(0, SEQUENCE_BYTES);
}

/** Not a secret: it detects a token of another list, or a mistyped one. */
function seal(position: Buffer, list: ListIdentity): Buffer {
  return createHash('sha256').update(position).update(JSON.stringify(list)).digest().subarray(0, SEAL_BYTES);
}
