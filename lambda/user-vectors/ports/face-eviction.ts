import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';

export interface FaceEviction {
  /** Takes away what names one of several faces of a user; the user stays enrolled, so the claims stay. */
  remove(mapping: FaceMapping): Promise<void>;
}
