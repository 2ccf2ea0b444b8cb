import * as z from 'zod/mini';
import { type IdPrefix, identifierPattern } from './identifier.ts';

/**
 * Query parameters of every list. A cursor is the last id of a page; any other text would begin a page at no
 * item of the list, and look like its end.
 * @param prefix of the ids of the list's items
 */
export const pageQuery = (prefix: IdPrefix) => ({
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20)
    .check(z.describe('Number of items per page.')),
  cursor: z
    .optional(
      z
        .string()
        .check(z.regex(identifierPattern(prefix), { error: 'must be the next_cursor of the previous page' })),
    )
    .check(z.describe('`next_cursor` of the previous page; omit it for the first page.')),
});

/** One page of a list of the API. */
export interface Page<Item> {
  readonly data: Item[];
  readonly has_more: boolean;
  /** Cursor of the next page; null on the last page. */
  readonly next_cursor: string | null;
}

/** @param lastId last id of this page, if more items may follow */
export const toPage = <Item>(data: Item[], lastId?: string): Page<Item> => ({
  data,
  has_more: lastId !== undefined,
  next_cursor: lastId ?? null,
});
