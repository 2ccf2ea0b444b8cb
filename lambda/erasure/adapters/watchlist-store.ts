import type { WatchlistEntry } from '../../watchlist/domain/watchlist-entry.ts';
import type { WatchlistEntries } from '../../watchlist/ports/watchlist-entries.ts';
import {
  type RemoveWatchlistEntryDependencies,
  removeWatchlistEntry,
} from '../../watchlist/remove-watchlist-entry.ts';
import type { Traces } from '../domain/erasure.ts';
import type { ErasureStore, ErasureSubject } from '../ports/erasure-store.ts';

export interface WatchlistStoreDependencies extends RemoveWatchlistEntryDependencies {
  readonly entries: WatchlistEntries;
  /** Names of a tenant's watchlists. */
  readonly listsOf: (tenant: string) => readonly string[];
}

const ENTRIES_PER_PAGE = 100;

/** Lists the entries of all lists that were made of a user's sessions. */
export async function entriesOf(
  { tenant }: ErasureSubject,
  { session_ids }: Pick<Traces, 'session_ids'>,
  { entries, listsOf }: Pick<WatchlistStoreDependencies, 'entries' | 'listsOf'>,
): Promise<readonly WatchlistEntry[]> {
  if (session_ids.length === 0) return [];
  const sessions = new Set(session_ids);
  const found: WatchlistEntry[] = [];
  for (const list of listsOf(tenant)) {
    let afterId: string | undefined;
    do {
      const page = await entries.list(tenant, list, ENTRIES_PER_PAGE, afterId);
      found.push(
        ...page.entries.filter(({ session_id }) => session_id !== undefined && sessions.has(session_id)),
      );
      afterId = page.lastId;
    } while (afterId !== undefined);
  }
  return found;
}

/** Entries that were made of a user's selfies, without those that a legal hold keeps. */
export const createWatchlistStore = (
  dependencies: WatchlistStoreDependencies,
): ErasureStore<WatchlistEntry> => ({
  name: 'watchlist_entries',
  find: async (subject, traces) =>
    (await entriesOf(subject, traces, dependencies)).filter(({ legal_hold }) => legal_hold === undefined),
  async remove(_subject, entries) {
    for (const entry of entries) await removeWatchlistEntry(entry, 'erased', dependencies);
  },
});
