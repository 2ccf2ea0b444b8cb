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
