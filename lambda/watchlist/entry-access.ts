import { type Generations, watchlistsOf } from '../collections/contract.ts';
import { Problem } from '../kernel/problem.ts';
import type { WatchlistEntry } from './domain/watchlist-entry.ts';
import type { WatchlistEntries } from './ports/watchlist-entries.ts';

/** @throws Problem `not_found` for a list that the config does not give to the tenant */
export function requireList(declared: Generations, tenant: string, listId: string): void {
  const lists = watchlistsOf(declared, tenant);
  if (lists.includes(listId)) return;
  const known = lists.length === 0 ? 'this tenant has none' : `this tenant has ${lists.join(', ')}`;
  throw new Problem(
    'not_found',
    `watchlist ${listId} does not exist (${known}); lib/config.ts declares them`,
  );
}

/** @throws Problem `not_found` */
export async function requireEntry(
  entries: Pick<WatchlistEntries, 'get'>,
  tenant: string,
  listId: string,
  id: string,
): Promise<WatchlistEntry> {
  const entry = await entries.get(tenant, listId, id);
  if (!entry) throw new Problem('not_found', `watchlist ${listId} has no entry ${id}`);
  return entry;
}

/** The entry has changed since it was read. */
export const changedMeanwhile = ({ id }: Pick<WatchlistEntry, 'id'>): Problem =>
  new Problem('invalid_state', `watchlist entry ${id} was changed concurrently; fetch it and retry`);
