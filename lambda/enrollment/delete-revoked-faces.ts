import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { FaceDeletion } from './domain/face-deletion.ts';
import { leftoversOfImage } from './leftover-faces.ts';
import type { FaceDeletions } from './ports/face-deletions.ts';

export interface DeleteRevokedFacesDependencies {
  readonly deletions: Pick<FaceDeletions, 'remove'>;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'delete'>;
  readonly emit: EmitMetric;
}

/**
 * Deletes every face of an enrollment that was given up, with the image that an approval may have kept. The
 * faces are revoked already, so no search takes them for a match meanwhile. Repeating it does no harm.
 * @returns ids of the deleted faces
 */
export async function deleteRevokedFaces(
  deletion: FaceDeletion,
  { deletions, collections, images, enrolledImages, emit }: DeleteRevokedFacesDependencies,
): Promise<readonly string[]> {
  const { tenant, image_id, searched_collections, cause = 'undo' } = deletion;
  const faces = [...deletion.faces];
  if (searched_collections.length > 0) {
    const image = await images.read(deletion.image);
    for (const collection_id of searched_collections)
      for (const face_id of await leftoversOfImage(image_id, collection_id, image, collections))
        faces.push({ collection_id, face_id });
  }
  for (const collectionId of new Set(faces.map(({ collection_id }) => collection_id)))
    await collections.delete(
      collectionId,
      faces.filter(({ collection_id }) => collection_id === collectionId).map(({ face_id }) => face_id),
      cause,
    );
  await enrolledImages.delete(enrolledImageKey(tenant, image_id));
  await deletions.remove(deletion);
  emit('CompensationRun', 1, { Result: faces.length > 0 ? 'face_deleted' : 'nothing_indexed' });
  return faces.map(({ face_id }) => face_id);
}
