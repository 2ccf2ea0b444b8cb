import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { Caller } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';
import type { ReplicationQueue } from '../replication/ports/replication-requests.ts';
import { sendReplication } from '../replication/replication.ts';
import type { UserVectors } from '../user-vectors/user-vectors.ts';
import type { FaceRemoval } from './ports/face-removal.ts';

export interface DeleteUserFaceDependencies {
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly removal: FaceRemoval;
  readonly pairs: Pick<AllowedPairs, 'forget'>;
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly enrolledImages: Pick<ImageStore, 'delete' | 'keyOf'>;
  readonly vectors: UserVectors;
  /** Requests replication to the second region. */
  readonly replication?: ReplicationQueue;
}

/**
 * Deletes a user's face in every generation, then its records, then its image. In another order, a crash in
 * between would leave an unknown face. With the last image go the allowed pairs, before the mapping, so that
 * no other person who is registered under this id inherits them. The user can then be registered again.
 * @throws Problem `not_found`
 */
export async function deleteUserFace(
  caller: Pick<Caller, 'tenant'>,
  userId: string,
  faceId: string,
  dependencies: DeleteUserFaceDependencies,
): Promise<void> {
  const { mappings, removal, pairs, collections, enrolledImages, vectors, replication } = dependencies;
  const ownCopies = async (imageId: string) =>
    (await mappings.listOfUser(caller.tenant, userId)).filter(({ image_id }) => image_id === imageId);
  const faces = await mappings.listOfUser(caller.tenant, userId);
  const mapping = faces.find((face) => face.face_id === faceId);
  if (!mapping) throw new Problem('not_found', `user ${userId} has no face ${faceId}`);
  let copies = faces.filter(({ image_id }) => image_id === mapping.image_id);
  if (copies.length === faces.length) await pairs.forget(caller.tenant, userId);
  // a migration may map one more copy until its source is gone
  while (copies.length > 0) {
    for (const copy of copies) {
      await vectors.detach(copy, faces);
      await collections.delete(copy.collection_id, [copy.face_id], 'request');
    }
    await removal.remove(copies);
    for (const copy of copies) {
      await vectors.build(copy);
      await sendReplication(replication, copy);
    }
    copies = await ownCopies(mapping.image_id);
  }
  await enrolledImages.delete(enrolledImages.keyOf(mapping.s3_image_url));
}
