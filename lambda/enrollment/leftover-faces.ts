import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { EnrollmentClaim } from './domain/enrollment.ts';

/** An image finds its own face with a similarity of 100, give or take rounding. */
const OWN_IMAGE_THRESHOLD = 99;
/** Within a stitched image it was smaller and compressed once more; the image id says whose a face is anyway. */
const STITCHED_IMAGE_THRESHOLD = 80;

/**
 * Faces that a claim has indexed into a collection without being able to write them down: they look like the claim's
 * own images and carry its image id. Costs a search an image, and only after a crash.
 */
export async function findLeftoverFaces(
  claim: EnrollmentClaim,
  collectionId: string,
  images: readonly Uint8Array[],
  collections: Pick<FaceCollections, 'search'>,
): Promise<readonly string[]> {
  const threshold = images.length > 1 ? STITCHED_IMAGE_THRESHOLD : OWN_IMAGE_THRESHOLD;
  const found = new Set<string>();
  for (const image of images) {
    const answer = await collections.search(collectionId, image, threshold);
    for (const { faceId, imageId } of answer?.faces ?? [])
      if (imageId !== undefined && imageId === claim.planned?.image_id) found.add(faceId);
  }
  return [...found];
}
