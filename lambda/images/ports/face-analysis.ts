import type { Comparison } from '../domain/document-comparison.ts';
import type { FaceObservation } from '../domain/quality-gate.ts';

/** Analyzes images and stores nothing. Images are JPEG or PNG bytes of at most 5 MB. */
export interface FaceAnalysis {
  /** Returns every face; undefined if the image cannot be decoded. */
  detectFaces(image: Uint8Array): Promise<readonly FaceObservation[] | undefined>;
  /**
   * Compares the selfie's largest face with every face of the document.
   * @returns undefined if an image shows no face, or cannot be decoded
   */
  compareFaces(selfie: Uint8Array, document: Uint8Array): Promise<Comparison | undefined>;
}
