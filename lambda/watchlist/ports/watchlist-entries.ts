import type { WatchlistFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { WatchlistEntry } from '../domain/watchlist-entry.ts';

/** Entries of watchlists, and their faces. Every change is conditional on the entry that was read. */
export interface WatchlistEntries {
  add(entry: WatchlistEntry): Promise<void>;
  /** Reads consistently. */
  get(tenant: string, listId: string, id: string): Promise<WatchlistEntry | undefined>;
  /** Lists a page of a list, newest first. */
  list(
    tenant: string,
    listId: string,
    limit: number,
    afterId?: string,
  ): Promise<{ readonly entries: readonly WatchlistEntry[]; readonly lastId?: string }>;
  /** Lists entries of all lists that are to be removed by now, the longest due first. */
  listDue(tenant: string, now: Date, limit: number): Promise<readonly WatchlistEntry[]>;
  /** Writes a changed entry; returns false if it has changed since it was read. */
  save(before: WatchlistEntry, after: WatchlistEntry): Promise<boolean>;
  /**
   * Writes an active entry with the mappings and records of its faces, in one transaction.
   * @returns false if the entry or the generations have changed since, or a face was revoked
   */
  activate(
    before: WatchlistEntry,
    after: WatchlistEntry,
    mappings: readonly WatchlistFaceMapping[],
    generationsRevision: number,
  ): Promise<boolean>;
  /** Removes the mappings and records of faces of one entry. */
  unmap(mappings: readonly WatchlistFaceMapping[]): Promise<void>;
  /** Removes an entry that is being removed; does nothing if it is gone. */
  remove(entry: WatchlistEntry): Promise<void>;
}
