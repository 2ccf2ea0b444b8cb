import * as z from 'zod/mini';
import { type FaceState, LONGEST_ENROLLMENT_MS } from '../../enrollment/domain/enrollment.ts';
import { DELETION_DUE_MS } from '../../enrollment/domain/face-deletion.ts';
import type { FaceOwner } from '../../kernel/face-owner.ts';
import { creationTimeOf } from '../../kernel/identifier.ts';

export const reconciliationStatus = z.enum(['running', 'completed', 'failed']);

/**
 * `orphan_face`: in a collection but mapped to no user.
 * `missing_face`: mapped but no longer in its collection.
 * `unreachable_face`: mapped in a collection that the config no longer has, so that no search finds it.
 */
export const findingKind = z.enum(['orphan_face', 'missing_face', 'unreachable_face']);
export const findingOutcome = z.enum(['reported', 'deleted', 'remapped', 're_indexed', 'requested']);

export const finding = z.object({
  kind: findingKind,
  /** Region of the collection, if it is the second one. */
  region: z.exactOptional(z.string()),
  collection_id: z.string(),
  face_id: z.string(),
  /** Owner of the face, or whom it was indexed for, if known: a user, or an entry of a watchlist. */
  user_id: z.exactOptional(z.string()),
  list_id: z.exactOptional(z.string()),
  entry_id: z.exactOptional(z.string()),
  outcome: findingOutcome,
  found_at: z.string(),
});
export type Finding = z.infer<typeof finding>;

export const reconciliation = z.object({
  tenant: z.string(),
  id: z.string(),
  status: reconciliationStatus,
  dry_run: z.boolean(),
  created_at: z.string(),
  ended_at: z.exactOptional(z.string()),
  /** Number of collections. */
  collections: z.int().check(z.minimum(0)),
  /** Faces and mappings compared, once the reconciliation has ended. */
  faces: z.int().check(z.minimum(0)),
  mappings: z.int().check(z.minimum(0)),
});
export type Reconciliation = z.infer<typeof reconciliation>;

/** Members of a finding that name the owner of the face; none if nobody is known. */
export function ownerInFinding(
  owner: FaceOwner | undefined,
): Pick<Finding, 'user_id' | 'list_id' | 'entry_id'> {
  if (!owner) return {};
  if (owner.kind === 'user') return { user_id: owner.user_id };
  return { list_id: owner.list_id, entry_id: owner.entry_id };
}

/** The records of a face in the tables. */
export interface WrittenFace {
  /** Whether the mapping table has a row for it. */
  readonly mapped: boolean;
  readonly state?: FaceState;
  /** When it was revoked, if it was. */
  readonly revokedAt?: string;
}

/**
 * Classifies a face in a collection. A `pending` face belongs to an enrollment that may be running: only that
 * enrollment may touch it. One that was `revoked` a moment ago is about to be deleted by itself. An
 * `unmapped` one was enrolled but its mapping row was lost; an `orphan` has no owner.
 * @param filling whether a migration writes the collection;
 * it indexes images of any age before recording them
 */
export function judgeFace(
  { mapped, state, revokedAt }: WrittenFace,
  imageId: string | undefined,
  filling: boolean,
  now: Date,
): 'mapped' | 'pending' | 'revoked' | 'unmapped' | 'orphan' {
  if (mapped) return 'mapped';
  if (state === 'mapped') return 'unmapped';
  if (state === 'revoked')
    return revokedAt !== undefined && now.getTime() - Date.parse(revokedAt) < DELETION_DUE_MS
      ? 'revoked'
      : 'orphan';
  if (filling) return 'pending';
  const begun = imageId === undefined ? undefined : creationTimeOf(imageId);
  if (begun === undefined) return 'orphan';
  return now.getTime() - begun.getTime() > LONGEST_ENROLLMENT_MS ? 'orphan' : 'pending';
}
