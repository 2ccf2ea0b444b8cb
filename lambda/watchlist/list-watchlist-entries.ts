import type * as z from 'zod/mini';
import type { Generations } from '../collections/contract.ts';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import { type ListWatchlistEntriesQuery, toEntryView, type watchlistEntryPage } from './contract.ts';
import { requireList } from './entry-access.ts';
import type { WatchlistEntries } from './ports/watchlist-entries.ts';

export interface ListWatchlistEntriesDependencies {
  readonly entries: Pick<WatchlistEntries, 'list'>;
  readonly declared: Generations;
}

/**
 * Lists the entries of a watchlist, newest first.
 * @throws Problem `not_found` for an unknown list
 */
export async function listWatchlistEntries(
  { tenant }: Caller,
  listId: string,
  { limit, cursor }: ListWatchlistEntriesQuery,
  { entries, declared }: ListWatchlistEntriesDependencies,
): Promise<z.infer<typeof watchlistEntryPage>> {
  requireList(declared, tenant, listId);
  const page = await entries.list(tenant, listId, limit, cursor);
  return toPage(page.entries.map(toEntryView), page.lastId);
}
