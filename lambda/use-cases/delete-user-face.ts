import { Problem } from '../contract/problem.ts';
import type { Caller } from '../domain/caller.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { FaceMappingStore } from '../ports/face-mapping-store.ts';
import type { FaceRemoval } from '../ports/face-removal.ts';
import type { EmitMetric } from '../ports/metrics.ts';

export interface DeleteUserFaceDependencies {
  readonly mappings: FaceMappingStore;
  readonly removal: FaceRemoval;
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly emit: EmitMetric;
}

/**
 * Deletes a face of a user, then what names it: were it the other way round, a crash in between would leave a face that
 * nobody knows. The user can be registered again.
 * @throws Problem `not_found`
 */
export async function deleteUserFace(
  caller: Caller,
  userId: string,
  faceId: string,
  { mappings, removal, collections, emit }: DeleteUserFaceDependencies,
): Promise<void> {
  const faces = await mappings.listOfUser(caller.tenant, userId);
  const mapping = faces.find((face) => face.face_id === faceId);
  if (!mapping) throw new Problem('not_found', `user ${userId} has no face ${faceId}`);
  await collections.delete(mapping.collection_id, [faceId]);
  await removal.remove(mapping);
  emit('FaceDeleted', 1, { Reason: 'request' });
}
