import { useState } from 'react';
import { type Loaded, type LoadOptions, useLoaded } from './use-loaded.ts';

/** A page of a list, as the API returns it. */
interface ApiPage<Item> {
  readonly data: readonly Item[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

export interface Pages<Item> extends Loaded<readonly Item[]> {
  /** Number of the page that is shown, from 1. */
  readonly number: number;
  readonly hasMore: boolean;
  readonly goTo: (number: number) => void;
}

/** Cursors of a list's pages that are known: the first page has none. */
interface Known {
  readonly key: string;
  readonly cursors: readonly (string | undefined)[];
  readonly number: number;
}

/**
 * Reads one page of a list at a time.
 * @param key of the list with its filters; another list begins with its first page
 */
export function usePages<Item>(
  key: string,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<ApiPage<Item>>,
  options: LoadOptions<ApiPage<Item>> = {},
): Pages<Item> {
  const [kept, setKnown] = useState<Known>({ key, cursors: [undefined], number: 1 });
  const known: Known = kept.key === key ? kept : { key, cursors: [undefined], number: 1 };
  const cursor = known.cursors[known.number - 1];
  const { data: page, ...loaded } = useLoaded(
    `${key} ${cursor ?? ''}`,
    (signal) => load(cursor, signal),
    options,
  );
  const next = page?.has_more ? (page.next_cursor ?? undefined) : undefined;
  return {
    ...loaded,
    ...(page ? { data: page.data } : {}),
    number: known.number,
    hasMore: next !== undefined,
    goTo: (number) => {
      const cursors = [...known.cursors];
      if (next !== undefined) cursors[known.number] = next;
      if (number >= 1 && number <= cursors.length) setKnown({ key, cursors, number });
    },
  };
}
