import type { z } from 'zod';
import type { RegistrationInput, undoEnrolmentOutput } from '../contract/registration-workflow.ts';
import type { EnrolmentStore } from '../ports/enrolment-store.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { ImageStore } from '../ports/image-store.ts';
import type { EmitMetric } from '../ports/metrics.ts';
import { findLeftoverFaces } from './leftover-faces.ts';

export interface UndoEnrolmentDependencies {
  readonly enrolments: Pick<EnrolmentStore, 'get' | 'revoke' | 'release'>;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly emit: EmitMetric;
}

/**
 * Deletes whatever a session has indexed and gives up its claims, however far it came. Run again, it finds nothing
 * left to do; an approved enrolment stays.
 */
export async function undoEnrolment(
  registration: Pick<RegistrationInput, 'tenant' | 'user_id' | 'session_id'>,
  { enrolments, collections, images, emit }: UndoEnrolmentDependencies,
): Promise<z.infer<typeof undoEnrolmentOutput>> {
  const claim = await enrolments.get(registration.tenant, registration.user_id);
  if (claim?.session_id !== registration.session_id || claim.state === 'enrolled')
    return { deleted_face_ids: [] };
  const collection = claim.face?.collection_id ?? claim.planned?.collection_id;
  const faceIds = claim.face ? [claim.face.face_id] : await findLeftoverFaces(claim, { collections, images });
  if (collection !== undefined && faceIds.length > 0) {
    // ruled out first, so that nobody yields to a face that is about to go
    for (const faceId of faceIds) await enrolments.revoke(claim.tenant, faceId);
    await collections.delete(collection, faceIds);
    emit('FaceDeleted', faceIds.length, { Reason: 'compensation' });
  }
  await enrolments.release(claim);
  emit('CompensationRun', 1, { Result: faceIds.length > 0 ? 'face_deleted' : 'nothing_indexed' });
  return { deleted_face_ids: [...faceIds] };
}
