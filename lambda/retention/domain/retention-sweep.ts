import * as z from 'zod/mini';

/** How far the sweep of a tenant's templates has come. */
export const retentionSweep = z.object({
  tenant: z.string(),
  /** Start of the present pass over all collections. */
  started_at: z.iso.datetime(),
  /** The collection that is next; absent before the first one. */
  collection_id: z.optional(z.string()),
  /** The last face of that collection that was looked at; absent before the first one. */
  after: z.optional(z.string()),
  /** End of the pass; absent while it goes on. */
  ended_at: z.optional(z.iso.datetime()),
});
export type RetentionSweep = z.infer<typeof retentionSweep>;

/** A pass is begun at most once a day. */
const PASS_MS = 86_400_000;

/**
 * Returns the pass that goes on or is begun now.
 * @returns undefined if the last one was begun within a day and has ended
 */
export function passAt(
  tenant: string,
  sweep: RetentionSweep | undefined,
  now: Date,
): RetentionSweep | undefined {
  if (sweep && sweep.ended_at === undefined) return sweep;
  if (sweep && now.getTime() - Date.parse(sweep.started_at) < PASS_MS) return undefined;
  return { tenant, started_at: now.toISOString() };
}

/** The next page of a pass. */
export interface SweepPlace {
  readonly collectionId: string;
  readonly after?: string;
}

/**
 * Returns where a pass goes on; a collection that is gone meanwhile is passed over.
 * @param collections in any order
 * @returns undefined if every collection is done
 */
export function placeOf(
  { collection_id, after }: RetentionSweep,
  collections: readonly string[],
): SweepPlace | undefined {
  const sorted = [...collections].sort();
  const next = collection_id === undefined ? sorted[0] : sorted.find((one) => one >= collection_id);
  if (next === undefined) return undefined;
  return { collectionId: next, ...(after !== undefined && next === collection_id ? { after } : {}) };
}

/** Returns the pass after a page. @param next the last face of the page, if the collection has more */
export function advanced(
  sweep: RetentionSweep,
  { collectionId }: SweepPlace,
  next: string | undefined,
  collections: readonly string[],
  now: Date,
): RetentionSweep {
  const { after: _after, ...rest } = sweep;
  if (next !== undefined) return { ...rest, collection_id: collectionId, after: next };
  const following = [...collections].sort().find((one) => one > collectionId);
  return following === undefined
    ? { ...rest, collection_id: collectionId, ended_at: now.toISOString() }
    : { ...rest, collection_id: following };
}
