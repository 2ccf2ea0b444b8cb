import type { SelfieRule } from '../../kernel/selfie-rules.ts';
import type { Comparison } from '../domain/document-comparison.ts';
import type { FaceObservation } from '../domain/quality-gate.ts';

/** Analyzes images and stores nothing. Images are JPEG or PNG bytes of at most 5 MB. */
export interface FaceAnalysis {
  /**
   * Finds every face.
   * @param rules to observe as well; none if absent
   * @returns undefined if the image cannot be decoded
   */
  detectFaces(
    image: Uint8Array,
    rules?: readonly SelfieRule[],
  ): Promise<readonly FaceObservation[] | undefined>;
  /**
   * Compares the selfie's largest face with every face of the document.
   * @returns undefined if an image shows no face, or cannot be decoded
   */
  compareFaces(selfie: Uint8Array, document: Uint8Array): Promise<Comparison | undefined>;
}
