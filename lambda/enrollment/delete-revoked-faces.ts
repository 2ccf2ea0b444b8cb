import {
  type DeleteCause,
  type FaceCollections,
  FacesNotDeleted,
} from '../collections/ports/face-collections.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { isThrottle } from '../kernel/retry.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import {
  type DeletionBatch,
  deletionBatches,
  type FaceDeletion,
  imagesOf,
  type RevokedFace,
} from './domain/face-deletion.ts';
import { leftoversOfImage } from './leftover-faces.ts';
import type { FaceDeletions } from './ports/face-deletions.ts';

export interface DeleteRevokedFacesDependencies {
  readonly deletions: Pick<FaceDeletions, 'get' | 'remove'>;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'delete'>;
  readonly limiter: RateLimiter;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Rows and images that are worked on at the same time. */
const CONCURRENCY = 20;
/** Until then new calls begin; a reserved one may wait 20 s more, and the function has 60 s. */
const LAST_CALL_MS = 30_000;

/** A requested deletion, with all faces of its enrollment. */
interface FoundDeletion {
  readonly deletion: FaceDeletion;
  readonly faces: readonly RevokedFace[];
}

/**
 * Deletes the faces of many enrollments that were given up or replaced, by one call for each collection, with
 * the images that approvals may have kept. The faces are revoked already, so no search takes them for a match
 * meanwhile. Deletions that are done are skipped.
 * @param ids of the deletions
 * @returns what was not deleted, by the id of its deletion
 */
export async function deleteRevokedFaces(
  tenant: string,
  ids: readonly string[],
  dependencies: DeleteRevokedFacesDependencies,
): Promise<ReadonlyMap<string, unknown>> {
  const { deletions, enrolledImages, clock, emit } = dependencies;
  const lastCallAt = clock().getTime() + LAST_CALL_MS;
  const failed = new Map<string, unknown>();
  const found = (
    await mapBounded([...new Set(ids)], CONCURRENCY, (id) =>
      findFaces(tenant, id, dependencies).catch((error) => void failed.set(id, error)),
    )
  ).filter((one) => one !== undefined);
  const causes = new Map(
    found.flatMap(({ deletion, faces }) => faces.map(({ face_id }) => [face_id, deletion.cause])),
  );
  const causeOf = (faceId: string): DeleteCause => causes.get(faceId) ?? 'undo';
  for (const batch of deletionBatches(found.flatMap(({ faces }) => faces))) {
    const left = await deleteBatch(tenant, batch, causeOf, lastCallAt, dependencies);
    for (const { deletion, faces } of found) {
      const ofBatch = faces.find(
        ({ collection_id, face_id }) => collection_id === batch.collection_id && left.has(face_id),
      );
      if (ofBatch) failed.set(deletion.id, left.get(ofBatch.face_id));
    }
  }
  const gone = found.filter(({ deletion }) => !failed.has(deletion.id));
  await mapBounded(gone, CONCURRENCY, async ({ deletion }) => {
    try {
      for (const image_id of imagesOf(deletion))
        await enrolledImages.delete(enrolledImageKey(tenant, image_id));
      await deletions.remove(deletion);
    } catch (error) {
      failed.set(deletion.id, error);
    }
  });
  const done = gone.filter(({ deletion }) => !failed.has(deletion.id));
  // faces that others have replaced compensate no failure
  const undone = done.filter(({ deletion }) => deletion.cause !== 'replaced');
  const withFaces = undone.filter(({ faces }) => faces.length > 0).length;
  if (withFaces > 0) emit('CompensationRun', withFaces, { Result: 'face_deleted' });
  if (undone.length > withFaces)
    emit('CompensationRun', undone.length - withFaces, { Result: 'nothing_indexed' });
  const oldest = Math.min(...done.map(({ deletion }) => Date.parse(deletion.requested_at)));
  if (done.length > 0) emit('FaceDeletionAge', clock().getTime() - oldest, {});
  return failed;
}

/** Reads a deletion and finds the faces that it could not name; undefined once it is done. */
async function findFaces(
  tenant: string,
  id: string,
  { deletions, collections, images, limiter, wait }: DeleteRevokedFacesDependencies,
): Promise<FoundDeletion | undefined> {
  const deletion = await deletions.get(tenant, id);
  if (!deletion) return undefined;
  const faces = [...deletion.faces];
  const { searched_collections, image_id } = deletion;
  if (searched_collections.length > 0) {
    const image = await images.read(deletion.image);
    await wait((await limiter.reserve('SearchFacesByImage', tenant, searched_collections.length)).waitMs);
    for (const collection_id of searched_collections)
      for (const face_id of await leftoversOfImage(image_id, collection_id, image, collections))
        faces.push({ collection_id, face_id });
  }
  return { deletion, faces };
}

/** @returns the faces that were not deleted, each with the error */
async function deleteBatch(
  tenant: string,
  { collection_id, face_ids }: DeletionBatch,
  causeOf: (faceId: string) => DeleteCause,
  lastCallAt: number,
  { collections, limiter, wait, clock, emit }: DeleteRevokedFacesDependencies,
): Promise<ReadonlyMap<string, unknown>> {
  try {
    if (clock().getTime() > lastCallAt) throw new Error('the time of the function is over');
    await wait((await limiter.reserve('DeleteFaces', tenant, 1)).waitMs);
    emit('FaceDeletionBatch', face_ids.length, {});
    await collections.delete(collection_id, face_ids, causeOf);
    return new Map();
  } catch (error) {
    if (isThrottle(error)) await limiter.throttled('DeleteFaces');
    const left = error instanceof FacesNotDeleted ? error.faceIds : face_ids;
    return new Map(left.map((face_id) => [face_id, error]));
  }
}
