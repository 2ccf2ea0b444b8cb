import type { HeldEntry, Traces } from '../domain/erasure.ts';
import type { StoreName } from '../domain/stores.ts';

/** The user who is erased. */
export interface ErasureSubject {
  readonly tenant: string;
  readonly user_id: string;
  /** Everything that began later, with a consent of its own, stays. */
  readonly erased_at: Date;
}

/** A store that holds something of users. Every method may be repeated at any time. */
export interface ErasureStore<Item = unknown> {
  readonly name: StoreName;
  /** Finds what the store holds of a user; an empty answer confirms that it holds nothing. */
  find(subject: ErasureSubject, traces: Traces): Promise<readonly Item[]>;
  /** Removes what was found, or has it removed: then a later pass finds it gone. */
  remove(subject: ErasureSubject, items: readonly Item[]): Promise<void>;
}

/** Finds by which ids the stores have to be asked, before the rows that name them are gone. */
export interface ErasureTracer {
  trace(subject: ErasureSubject): Promise<Traces>;
  /** Lists the entries of watchlists that legal holds keep. */
  held(subject: ErasureSubject, traces: Traces): Promise<readonly HeldEntry[]>;
}
