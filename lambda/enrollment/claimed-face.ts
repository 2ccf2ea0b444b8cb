import {
  type CollectionNames,
  collectionsToWrite,
  type ShardedOwner,
} from '../collections/collections-to-write.ts';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { EnrollmentClaim } from './domain/enrollment.ts';
import { findLeftoverFaces } from './leftover-faces.ts';
import type { EnrollmentStore } from './ports/enrollment-store.ts';

export interface PlanFaceDependencies extends CollectionNames {
  readonly enrollments: Pick<EnrollmentStore, 'plan'>;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly newIdentifier: NewIdentifier;
}

/**
 * Plans where to index the face of a claim, and under which image id. An earlier plan is kept; faces that a
 * call without a response may have left there are deleted first.
 * @param images to index
 */
export async function planFace(
  claim: EnrollmentClaim,
  owner: ShardedOwner,
  images: readonly Uint8Array[],
  dependencies: PlanFaceDependencies,
): Promise<NonNullable<EnrollmentClaim['planned']>> {
  const { enrollments, collections, newIdentifier } = dependencies;
  if (claim.planned) {
    const { collection_id } = claim.planned;
    const leftovers = await findLeftoverFaces(claim, collection_id, images, collections);
    if (leftovers.length > 0) await collections.delete(collection_id, leftovers, 'leftover');
    return claim.planned;
  }
  const { revision, active, copies, withoutShard } = await collectionsToWrite(owner, dependencies);
  return enrollments.plan(claim, {
    collection_id: active,
    image_id: newIdentifier(ID_PREFIXES.image),
    generations_revision: revision,
    copies,
    without_shard: withoutShard,
  });
}

export interface KeepFaceDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'recordFace'>;
  readonly collections: Pick<FaceCollections, 'delete'>;
}

/**
 * Records an indexed face, with those indexed by the same call. Nothing may happen between indexing and this:
 * from here on the faces can be found and undone. If the enrollment was undone meanwhile, they are deleted.
 * @throws Error if the enrollment was undone
 */
export async function keepFace(
  claim: EnrollmentClaim,
  face: IndexedFace,
  rejectedFor: readonly ReasonCode[],
  { enrollments, collections }: KeepFaceDependencies,
  stitched?: EnrollmentClaim['stitched'],
): Promise<void> {
  const { collection_id: id } = face;
  const faces = [face, ...(stitched?.others ?? []).map((other) => other.face)];
  if (!(await enrollments.recordFace(claim, face, rejectedFor, stitched))) {
    await collections.delete(
      id,
      faces.map(({ face_id }) => face_id),
      'undo',
    );
    throw new Error(`the enrollment of ${claim.session_id} was undone while its face was indexed`);
  }
}
