import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';

export interface FaceEviction {
  /** Removes the records of one of a user's faces; the user stays enrolled, so the claims stay. */
  remove(mapping: UserFaceMapping): Promise<void>;
}
