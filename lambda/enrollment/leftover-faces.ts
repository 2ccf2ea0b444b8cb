import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { BillableCalls } from '../kernel/billing.ts';
import type { EnrollmentClaim } from './domain/enrollment.ts';
import type { FaceMapping } from './domain/face-mapping.ts';

/** An image matches its own face with a similarity of 100, apart from rounding. */
const OWN_IMAGE_THRESHOLD = 99;
/** In a stitched image it was smaller and compressed again; the image id identifies the owner anyway. */
const STITCHED_IMAGE_THRESHOLD = 80;

/**
 * Finds faces that a claim indexed into a collection without recording them: they match the claim's own
 * images and carry its image id. Costs one search per image, and only after a crash.
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

/** Finds faces that carry an image id, in a collection that may hold some of it. Costs one search. */
export async function leftoversOfImage(
  imageId: string,
  collectionId: string,
  image: Uint8Array,
  collections: Pick<FaceCollections, 'search'>,
): Promise<readonly string[]> {
  const found = await collections.search(collectionId, image, OWN_IMAGE_THRESHOLD);
  return (found?.faces ?? []).filter((face) => face.imageId === imageId).map(({ faceId }) => faceId);
}

/** Deletes faces that an interrupted attempt indexed: they match the image and carry its id. */
export async function deleteLeftovers(
  { image_id }: Pick<FaceMapping, 'image_id'>,
  collection: string,
  image: Uint8Array,
  { collections }: { readonly collections: Pick<FaceCollections, 'search' | 'delete'> },
): Promise<BillableCalls> {
  const leftovers = await leftoversOfImage(image_id, collection, image, collections);
  if (leftovers.length > 0) await collections.delete(collection, leftovers, 'leftover');
  return { SearchFacesByImage: 1 };
}
