import * as z from 'zod';
import { type IdPrefix, identifierPattern } from './identifier.ts';

/**
 * Query parameters of every list. A cursor is the last id of a page; any other text would begin a page at no
 * item of the list, and look like its end.
 * @param prefix of the ids of the list's items
 */
export const pageQuery = (prefix: IdPrefix) => ({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Number of items per page.'),
  cursor: z
    .string()
    .regex(identifierPattern(prefix), { error: 'must be the next_cursor of the previous page' })
    .optional()
    .describe('`next_cursor` of the previous page; omit it for the first page.'),
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
