import type { WatchlistEntries } from './ports/watchlist-entries.ts';
import { type RemoveWatchlistEntryDependencies, removeWatchlistEntry } from './remove-watchlist-entry.ts';

export interface RemoveDueEntriesDependencies extends RemoveWatchlistEntryDependencies {
  readonly entries: RemoveWatchlistEntryDependencies['entries'] & Pick<WatchlistEntries, 'listDue'>;
}

/** DeleteFaces allows 5 calls per second, and the function has five minutes for all tenants. */
const MAX_PER_RUN = 200;

/**
 * Removes a tenant's entries that have expired, were never finished, or whose removal was interrupted. One
 * that fails does not stop the others, and is due again in the next run.
 * @throws the first error, after all others were removed
 */
export async function removeDueEntries(
  tenant: string,
  dependencies: RemoveDueEntriesDependencies,
): Promise<void> {
  const due = await dependencies.entries.listDue(tenant, dependencies.clock(), MAX_PER_RUN);
  const failures: unknown[] = [];
  for (const entry of due)
    await removeWatchlistEntry(entry, 'due', dependencies).catch((error) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
}
