import type { EnrolmentClaim, IndexedFace } from '../domain/enrolment.ts';
import { ID_PREFIXES } from '../domain/identifier.ts';
import type { ReasonCode } from '../domain/reason-code.ts';
import type { EnrolmentStore } from '../ports/enrolment-store.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { NewIdentifier } from '../ports/identifiers.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { EmitMetric } from '../ports/metrics.ts';
import { type CollectionNames, collectionsToWrite, type FaceOwner } from './collections-to-write.ts';
import { findLeftoverFaces } from './leftover-faces.ts';

export interface PlanFaceDependencies extends CollectionNames {
  readonly enrolments: Pick<EnrolmentStore, 'plan'>;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly newIdentifier: NewIdentifier;
}

/**
 * Where the face of a claim is to be indexed, and under which image id. A claim that was planned before keeps its
 * plan; what a call without an answer may have left there is deleted first.
 */
export async function planFace(
  claim: EnrolmentClaim,
  owner: FaceOwner,
  dependencies: PlanFaceDependencies,
): Promise<NonNullable<EnrolmentClaim['planned']>> {
  const { enrolments, collections, newIdentifier } = dependencies;
  if (claim.planned) {
    const { collection_id } = claim.planned;
    const leftovers = await findLeftoverFaces(claim, collection_id, dependencies);
    if (leftovers.length > 0) await collections.delete(collection_id, leftovers);
    return claim.planned;
  }
  const { revision, active, copies } = await collectionsToWrite(owner, dependencies);
  const planned = {
    collection_id: active,
    image_id: newIdentifier(ID_PREFIXES.image),
    generations_revision: revision,
    copies,
  };
  await enrolments.plan(claim, planned);
  return planned;
}

export interface KeepFaceDependencies {
  readonly enrolments: Pick<EnrolmentStore, 'recordFace'>;
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly emit: EmitMetric;
}

/**
 * Writes an indexed face down. Nothing may come between indexing and this: from here on the face can be found and
 * undone. Where the enrolment was undone meanwhile, the face is taken back.
 * @throws Error when the enrolment was undone
 */
export async function keepFace(
  claim: EnrolmentClaim,
  face: IndexedFace,
  rejectedFor: readonly ReasonCode[],
  { enrolments, collections, emit }: KeepFaceDependencies,
): Promise<void> {
  const { collection_id: id, face_id } = face;
  if (!(await enrolments.recordFace(claim, face, rejectedFor))) {
    await collections.delete(id, [face_id]);
    throw new Error(`the enrolment of ${claim.session_id} was undone while its face was indexed`);
  }
  emit('FaceIndexed', 1, { Shard: id.slice(id.lastIndexOf('.') + 1) });
}
