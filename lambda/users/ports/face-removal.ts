import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';

export interface FaceRemoval {
  /**
   * Takes away all that names the faces of one image, as one: their mappings, their records, and the claims of their
   * enrollment. @param faces at least one, all of the same user and image
   */
  remove(faces: readonly FaceMapping[]): Promise<void>;
}
