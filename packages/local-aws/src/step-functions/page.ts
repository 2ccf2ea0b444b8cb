import { AwsError } from '../aws-error.ts';

/** Results of one call when the caller names no number, and the most that it may name. */
const DEFAULT_RESULTS = 100;
const MAX_RESULTS = 1000;

/** The part of a list that `maxResults` and `nextToken` ask for, and the token of the part after it. */
export function page<T>(
  all: readonly T[],
  input: Readonly<Record<string, unknown>>,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const size = Math.min(Number(input.maxResults) || DEFAULT_RESULTS, MAX_RESULTS);
  const start = typeof input.nextToken === 'string' ? offsetIn(input.nextToken) : 0;
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenOf(end) : undefined };
}

const tokenOf = (offset: number) => Buffer.from(`offset=${offset}`).toString('base64');

function offsetIn(token: string): number {
  const offset = /^offset=(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (offset === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return Number(offset);
}
