import type { EnrolmentClaim } from '../domain/enrolment.ts';
import type { FaceCollections } from '../ports/face-collections.ts';
import type { ImageStore } from '../ports/image-store.ts';

/** An image finds its own face with a similarity of 100, give or take rounding. */
const OWN_IMAGE_THRESHOLD = 99;

/**
 * Faces that a claim has indexed into a collection without being able to write them down: they look like the claim's own image and
 * carry its image id. Costs one search, and only after a crash.
 */
export async function findLeftoverFaces(
  claim: EnrolmentClaim,
  collectionId: string,
  {
    collections,
    images,
  }: { readonly collections: Pick<FaceCollections, 'search'>; readonly images: Pick<ImageStore, 'read'> },
): Promise<readonly string[]> {
  const image = await images.read(claim.image);
  const answer = await collections.search(collectionId, image, OWN_IMAGE_THRESHOLD);
  return (answer?.faces ?? [])
    .filter(({ imageId }) => imageId !== undefined && imageId === claim.planned?.image_id)
    .map(({ faceId }) => faceId);
}
