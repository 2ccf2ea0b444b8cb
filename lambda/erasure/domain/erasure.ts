import * as z from 'zod/mini';
import { STORE_NAMES, type StoreName, storeName } from './stores.ts';

/** Who asked for an erasure. */
export const erasureCause = z.enum(['operator', 'backend', 'consent_withdrawn']);
export type ErasureCause = z.infer<typeof erasureCause>;

/** Result of the last pass over a store. */
const storeProgress = z.object({
  /** Number of objects, rows or faces that were removed so far. */
  removed: z.int().check(z.minimum(0)),
  /** Number that were still there afterwards. */
  left: z.int().check(z.minimum(0)),
  checked_at: z.iso.datetime(),
  /** Name of the error that kept the store from being asked; absent if it answered. */
  problem: z.optional(z.string()),
});
export type StoreProgress = z.infer<typeof storeProgress>;

/** Ids by which the stores are asked again once the rows that led to them are gone. */
export const traces = z.object({
  session_ids: z.array(z.string()),
  /** Devices of the sessions: their rows hold failures and sessions of several users. */
  device_ids: z.array(z.string()),
  image_ids: z.array(z.string()),
  collection_ids: z.array(z.string()),
  /** Keys of the images that index jobs were given. */
  upload_keys: z.array(z.string()),
  /** Entries of watchlists that were made of the user, as the owners of faces. */
  entry_keys: z._default(z.array(z.string()), []),
});
export type Traces = z.infer<typeof traces>;
export const NO_TRACES: Traces = {
  session_ids: [],
  device_ids: [],
  image_ids: [],
  collection_ids: [],
  upload_keys: [],
  entry_keys: [],
};

/** An entry of a watchlist that a legal hold keeps. */
const heldEntry = z.object({ list_id: z.string(), entry_id: z.string() });
export type HeldEntry = z.infer<typeof heldEntry>;

/** The erasure of a user. Once it is completed, it holds neither the user's id nor any other of theirs. */
export const erasure = z.object({
  tenant: z.string(),
  id: z.string(),
  /** Keyed hash of the user's id. */
  subject: z.string(),
  /** Absent once completed. */
  user_id: z.optional(z.string()),
  cause: erasureCause,
  state: z.enum(['running', 'completed']),
  requested_at: z.iso.datetime(),
  /** Time of the last request or withdrawal of a consent: everything that began then or before is erased. */
  erased_at: z.iso.datetime(),
  /** When a later wish was last added to it. */
  extended_at: z.optional(z.iso.datetime()),
  /** Number of changes: of two runs at once, one ends. */
  revision: z.int().check(z.minimum(1)),
  stores: z.partialRecord(storeName, storeProgress),
  traces,
  held: z.array(heldEntry),
  /** When it was first seen to take longer than it should. */
  overdue_at: z.optional(z.iso.datetime()),
  completed_at: z.optional(z.iso.datetime()),
  /** Signed receipt, as a JWT. */
  receipt: z.optional(z.string()),
});
export type Erasure = z.infer<typeof erasure>;

/** An erasure that is under way. */
export type RunningErasure = Erasure & { readonly user_id: string };

export const isRunning = (one: Erasure): one is RunningErasure =>
  one.state === 'running' && one.user_id !== undefined;

/** Time after which an erasure is overdue: stores that are down for longer need a person. */
export const OVERDUE_MS = 86_400_000;
/** Time in which a user must be erased (GDPR, article 12(3): one month). */
export const SLA_MS = 30 * 86_400_000;

/**
 * Returns the time from which on nothing that began before an erasure can still write, as milliseconds since
 * the epoch.
 * @param settleMs longest time that a function may run
 */
export const settlesAt = (
  { requested_at, extended_at }: Pick<Erasure, 'requested_at' | 'extended_at'>,
  settleMs: number,
): number => Date.parse(extended_at ?? requested_at) + settleMs;

export const isOverdue = ({ requested_at }: Pick<Erasure, 'requested_at'>, now: Date): boolean =>
  now.getTime() - Date.parse(requested_at) >= OVERDUE_MS;

/** Returns the time by which a user must be erased. */
export const dueAt = ({ requested_at }: Pick<Erasure, 'requested_at'>): string =>
  new Date(Date.parse(requested_at) + SLA_MS).toISOString();

/**
 * Time after its request in which the wish of an operator or a backend extends an erasure. A client that
 * repeats its wish for ever then delays the end by a day, which is well before the person must be erased.
 */
const EXTENSIBLE_MS = 86_400_000;
/**
 * A wish that comes sooner after the one before is that one, repeated: an extension ends the pass that is
 * under way, and with it the count of what that has removed.
 */
const SAME_WISH_MS = 60_000;

/** A further wish to erase a user whose erasure runs. */
interface FurtherWish {
  readonly cause: ErasureCause;
  /** Time up to which it wants erased what began. */
  readonly erased_at: Date;
}

/**
 * Returns an erasure that also erases what began up to the time of a further wish, or nothing if it does so
 * already, is too old, or has just had another. A withdrawal extends at any time: it comes once, and nobody
 * would ask again.
 */
export const extendedBy = (
  one: RunningErasure,
  { cause, erased_at }: FurtherWish,
  now: Date,
): RunningErasure | undefined => {
  if (Date.parse(one.erased_at) >= erased_at.getTime()) return undefined;
  const since = (time: string) => now.getTime() - Date.parse(time);
  const isExtensible =
    since(one.requested_at) < EXTENSIBLE_MS && since(one.extended_at ?? one.requested_at) >= SAME_WISH_MS;
  if (!isExtensible && cause !== 'consent_withdrawn') return undefined;
  return {
    ...one,
    erased_at: erased_at.toISOString(),
    extended_at: now.toISOString(),
    revision: one.revision + 1,
  };
};

/** Whether a store has answered that nothing is left. */
export const isConfirmed = (progress: StoreProgress | undefined): boolean =>
  progress !== undefined && progress.left === 0 && progress.problem === undefined;

/** Returns the stores that have not confirmed yet that nothing is left. */
export const unconfirmed = ({ stores }: Pick<Erasure, 'stores'>): readonly StoreName[] =>
  STORE_NAMES.filter((name) => !isConfirmed(stores[name]));

const union = (one: readonly string[], other: readonly string[]): string[] => [
  ...new Set([...one, ...other]),
];

/** Returns traces with those that were found since. */
export const mergeTraces = (known: Traces, found: Traces): Traces => ({
  session_ids: union(known.session_ids, found.session_ids),
  device_ids: union(known.device_ids, found.device_ids),
  image_ids: union(known.image_ids, found.image_ids),
  collection_ids: union(known.collection_ids, found.collection_ids),
  upload_keys: union(known.upload_keys, found.upload_keys),
  entry_keys: union(known.entry_keys, found.entry_keys),
});
