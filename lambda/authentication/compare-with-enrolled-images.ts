import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import { faceAt } from '../images/domain/document-comparison.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageStore } from '../images/ports/image-store.ts';

export interface CompareWithEnrolledImagesDependencies {
  readonly enrolledImages: Pick<ImageStore, 'read' | 'keyOf'>;
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
}

/**
 * Images of a user that are compared, the newest: each is a billed call. A person who has just added a face
 * because the older ones no longer match is recognized by it, and three differ enough in light and glasses.
 */
export const MAX_COMPARED_IMAGES = 3;

/** How an image compares with the enrolled ones. */
export interface EnrolledComparison {
  /** That of the most similar enrolled image, in percent. */
  readonly similarity: number;
  /** Calls of CompareFaces. */
  readonly compared: number;
  /** Whether a comparison saw a face in both images. */
  readonly sawFaces: boolean;
}

/**
 * Compares the largest face of an image with the newest enrolled images of a user, at the same time: the
 * time of an answer does not show how many there are. Images of index jobs may show bystanders, whom the user
 * never enrolled: they cannot match.
 */
export async function compareWithEnrolledImages(
  image: Uint8Array,
  enrolled: readonly UserFaceMapping[],
  { enrolledImages, faces }: CompareWithEnrolledImagesDependencies,
): Promise<EnrolledComparison> {
  const answers = await Promise.all(
    newestImages(enrolled).map(async ({ s3_image_url, bbox }) => {
      const reference = await enrolledImages.read({ key: enrolledImages.keyOf(s3_image_url) });
      const compared = await faces.compareFaces(image, reference);
      return compared && (faceAt(bbox, compared.faces)?.similarity ?? 0);
    }),
  );
  const similarities = answers.filter((similarity) => similarity !== undefined);
  return {
    similarity: Math.max(0, ...similarities),
    compared: answers.length,
    sawFaces: similarities.length > 0,
  };
}

/** Returns one face of each of the newest images: there is a copy for each generation. */
function newestImages(enrolled: readonly UserFaceMapping[]): readonly UserFaceMapping[] {
  const byImage = new Map(enrolled.map((face) => [face.image_id, face]));
  return [...byImage.values()]
    .sort((one, other) => other.created_at.localeCompare(one.created_at))
    .slice(0, MAX_COMPARED_IMAGES);
}
