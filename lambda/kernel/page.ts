import * as z from 'zod';

/** Cursor of a list: the last id of a page. Nothing else can be part of a key. */
export const cursor = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
  error: 'must be the next_cursor of the previous page',
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
