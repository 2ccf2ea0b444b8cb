import type { z } from 'zod';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { type EnrollmentClaim, facesOf } from '../enrollment/domain/enrollment.ts';
import { findLeftoverFaces } from '../enrollment/leftover-faces.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { RegistrationInput, undoEnrollmentOutput } from './contract.ts';

export interface UndoEnrollmentDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'get' | 'revoke' | 'release'>;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'delete'>;
  readonly emit: EmitMetric;
}

/**
 * Deletes all faces that a session indexed and releases its claims, however far it came. Repeating it does
 * nothing; an approved enrollment stays.
 */
export async function undoEnrollment(
  registration: Pick<RegistrationInput, 'tenant' | 'user_id' | 'session_id'>,
  { enrollments, collections, images, enrolledImages, emit }: UndoEnrollmentDependencies,
): Promise<z.infer<typeof undoEnrollmentOutput>> {
  const claim = await enrollments.get(registration.tenant, registration.user_id);
  if (claim?.session_id !== registration.session_id || claim.state === 'enrolled')
    return { deleted_face_ids: [] };
  const faces = await indexedFaces(claim, { collections, images });
  // revoked first, so that no other enrollment loses to a face that is about to be deleted
  for (const { faceId } of faces) await enrollments.revoke(claim.tenant, faceId);
  for (const { collectionId, faceId } of faces) await collections.delete(collectionId, [faceId]);
  if (faces.length > 0) emit('FaceDeleted', faces.length, { Reason: 'compensation' });
  if (claim.planned)
    await enrolledImages.delete(enrolledImageKey(claim.tenant, claim.user_id, claim.planned.image_id));
  await enrollments.release(claim);
  emit('CompensationRun', 1, { Result: faces.length > 0 ? 'face_deleted' : 'nothing_indexed' });
  return { deleted_face_ids: faces.map(({ faceId }) => faceId) };
}

/** Returns the faces that a claim has recorded and, if a crash may have come in between, those it has not. */
async function indexedFaces(
  claim: EnrollmentClaim,
  dependencies: Pick<UndoEnrollmentDependencies, 'collections' | 'images'>,
): Promise<readonly { readonly collectionId: string; readonly faceId: string }[]> {
  const known = facesOf(claim).map(({ collection_id, face_id }) => ({
    collectionId: collection_id,
    faceId: face_id,
  }));
  const { planned } = claim;
  if (!planned) return known;
  const unknown = [planned.collection_id, ...planned.copies].filter(
    (id) => !known.some(({ collectionId }) => collectionId === id),
  );
  if (unknown.length === 0) return known;
  const image = await dependencies.images.read(claim.image);
  const leftovers = await Promise.all(
    unknown.map(async (collectionId) =>
      (await findLeftoverFaces(claim, collectionId, [image], dependencies.collections)).map((faceId) => ({
        collectionId,
        faceId,
      })),
    ),
  );
  return [...known, ...leftovers.flat()];
}
