import type { FaceObservation } from '../domain/quality-gate.ts';

/** Looks at images and keeps nothing. Images are JPEG or PNG bytes of at most 5 MB. */
export interface FaceAnalysis {
  /** Every face, the largest first. */
  detectFaces(image: Uint8Array): Promise<readonly FaceObservation[]>;
  /**
   * Likeness of the largest face of the selfie with the most similar face of the document.
   * @returns percent, 0 where no face reaches `threshold`; `no_face` where an image shows none
   */
  compareFaces(selfie: Uint8Array, document: Uint8Array, threshold: number): Promise<number | 'no_face'>;
}
