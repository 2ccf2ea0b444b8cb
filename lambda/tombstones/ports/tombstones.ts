import type { Tombstone } from '../domain/tombstone.ts';

/** Records of erasures, kept for as long as a backup may bring back what was erased. */
export interface Tombstones {
  /** Returns when a user was last erased, read consistently; undefined if no backup can be older. */
  erasedAt(tenant: string, userId: string): Promise<Date | undefined>;
  /** Records an erasure; one that is older than the recorded one changes nothing. */
  put(tombstone: Tombstone): Promise<void>;
}
