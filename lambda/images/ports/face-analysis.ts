import type { FaceObservation } from '../domain/quality-gate.ts';

/** Looks at images and keeps nothing. Images are JPEG or PNG bytes of at most 5 MB. */
export interface FaceAnalysis {
  /** Every face; undefined where the bytes are no image that can be decoded. */
  detectFaces(image: Uint8Array): Promise<readonly FaceObservation[] | undefined>;
  /**
   * Likeness of the largest face of the selfie with the most similar face of the document, in percent.
   * @returns undefined where an image shows no face
   */
  compareFaces(selfie: Uint8Array, document: Uint8Array): Promise<number | undefined>;
}
