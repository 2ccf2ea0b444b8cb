/** One page of a list, as every list of the API answers it. */
export interface Page<Item> {
  readonly data: Item[];
  readonly has_more: boolean;
  /** What the next page is asked for with; null on the last page. */
  readonly next_cursor: string | null;
}

/** @param lastId the id that the next page comes after, where there may be one */
export const toPage = <Item>(data: Item[], lastId?: string): Page<Item> => ({
  data,
  has_more: lastId !== undefined,
  next_cursor: lastId ?? null,
});
