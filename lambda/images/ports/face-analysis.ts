import type { ComparedFace } from '../domain/document-comparison.ts';
import type { FaceObservation } from '../domain/quality-gate.ts';

/** Analyzes images and stores nothing. Images are JPEG or PNG bytes of at most 5 MB. */
export interface FaceAnalysis {
  /** Returns every face; undefined if the image cannot be decoded. */
  detectFaces(image: Uint8Array): Promise<readonly FaceObservation[] | undefined>;
  /**
   * Compares the selfie's largest face with every face of the document.
   * @returns every face of the document; undefined if an image shows no face
   */
  compareFaces(selfie: Uint8Array, document: Uint8Array): Promise<readonly ComparedFace[] | undefined>;
}
