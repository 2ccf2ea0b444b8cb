import * as z from 'zod/mini';
import { imageReference } from '../../images/domain/image-reference.ts';
import type { WatchlistOwner } from '../../kernel/face-owner.ts';
import { storedReasonCode } from '../../kernel/reason-code.ts';

/** Why a face is on a list. */
export const entryReasonCode = z.enum([
  'confirmed_fraud',
  'suspected_fraud',
  'identity_theft',
  'legal_request',
  'other',
]);

/**
 * `pending`: waits for its image; `active`: searched; `rejected`: its image shows no usable face; `removing`:
 * its face is being deleted.
 */
export const entryState = z.enum(['pending', 'active', 'rejected', 'removing']);
export type EntryState = z.infer<typeof entryState>;

/** Where a face is about to be indexed, and under which image id. */
const entryPlan = z.object({
  image_id: z.string(),
  collection_ids: z.array(z.string()),
});

export const watchlistEntry = z.object({
  tenant: z.string(),
  list_id: z.string(),
  id: z.string(),
  state: entryState,
  /** Grows with every change: a change that read an older one fails. */
  revision: z.int().check(z.minimum(1)),
  reason: z.object({ code: entryReasonCode, text: z.optional(z.string()) }),
  /** Who reported the person, or where the image is from. */
  source: z.string(),
  expires_at: z.optional(z.iso.datetime()),
  /** Why the entry stays although the person of its session is erased. */
  legal_hold: z.optional(z.object({ reason: z.string() })),
  added_by: z.string(),
  added_at: z.iso.datetime(),
  /** The session whose selfie it is; absent for an uploaded image. */
  session_id: z.optional(z.string()),
  image: imageReference,
  /** Written before anything is indexed, so that a face whose response was lost can be found. */
  planned: z.optional(entryPlan),
  rejected_for: z.optional(z.array(storedReasonCode)),
  /** When the entry is to be removed, if nobody does so before. */
  due_at: z.optional(z.iso.datetime()),
});
export type WatchlistEntry = z.infer<typeof watchlistEntry>;

/** Time for an image: an upload form lives for minutes, and nobody completes an entry of yesterday. */
const UNFINISHED_MS = 86_400_000;

/** Returns when an entry that never becomes active is removed. */
export const unfinishedDue = (now: Date): string => new Date(now.getTime() + UNFINISHED_MS).toISOString();

/** Whether the face of an entry counts in a search: an expired one does not, even before it is removed. */
export const isSearched = ({ state, expires_at }: WatchlistEntry, now: Date): boolean =>
  state === 'active' && (expires_at === undefined || Date.parse(expires_at) > now.getTime());

/** An entry whose face is in its collections: it stays until it expires. */
export function activated({ due_at: _due, ...entry }: WatchlistEntry): WatchlistEntry {
  const { expires_at } = entry;
  return next({ ...entry, state: 'active', ...(expires_at === undefined ? {} : { due_at: expires_at }) });
}

/** An entry whose image shows no usable face; it is removed when an unfinished one would be. */
export const rejected = (entry: WatchlistEntry, reasons: readonly string[]): WatchlistEntry =>
  next({ ...entry, state: 'rejected', rejected_for: [...reasons] });

/** An entry with the plan of an attempt to index its image. */
export const planned = (
  entry: WatchlistEntry,
  plan: NonNullable<WatchlistEntry['planned']>,
): WatchlistEntry => next({ ...entry, planned: plan });

/** An entry that is being removed, and is due at once, so that an interrupted removal is finished. */
export const removing = (entry: WatchlistEntry, now: Date): WatchlistEntry =>
  next({ ...entry, state: 'removing', due_at: now.toISOString() });

const next = (entry: WatchlistEntry): WatchlistEntry => ({ ...entry, revision: entry.revision + 1 });

/** The entry as the owner of a face. */
export const ownerOfEntry = ({ list_id, id }: Pick<WatchlistEntry, 'list_id' | 'id'>): WatchlistOwner => ({
  kind: 'watchlist',
  list_id,
  entry_id: id,
});
