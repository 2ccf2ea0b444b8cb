import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';

export interface FaceRemoval {
  /**
   * Removes, in one transaction, the mappings and records of the faces of one image, and the claims of their
   * enrollment. @param faces at least one, all of the same user and image
   */
  remove(faces: readonly UserFaceMapping[]): Promise<void>;
}
