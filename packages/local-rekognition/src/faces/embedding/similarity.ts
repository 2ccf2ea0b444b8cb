import type { FaceModelVersion } from '../analysis.ts';

interface Calibration {
  /** Cosine that one pair in 1,000 of different people reaches. */
  readonly cosineAtFar1e3: number;
  /** Cosine that one pair in 100,000 of different people reaches. */
  readonly cosineAtFar1e5: number;
}

/**
 * Measured by bench/faces-calibration.ts on 116,957 pairs
 * of different people; see the README of the faces folder.
 */
const CALIBRATIONS: Readonly<Record<FaceModelVersion, Calibration>> = {
  '7.0': { cosineAtFar1e3: 0.557, cosineAtFar1e5: 0.663 },
  '6.0': { cosineAtFar1e3: 0.623, cosineAtFar1e5: 0.703 },
};

/** The two anchors on Rekognition's scale of 0 to 100. */
const SIMILARITY_AT_FAR_1E3 = 80;
const SIMILARITY_AT_FAR_1E5 = 99;

/** Similarity, 0..100, of two vectors of one version: the logistic curve through the two anchors. */
export function similarity(version: FaceModelVersion, a: Float32Array, b: Float32Array): number {
  const { cosineAtFar1e3, cosineAtFar1e5 } = CALIBRATIONS[version];
  const low = logit(SIMILARITY_AT_FAR_1E3);
  const slope = (logit(SIMILARITY_AT_FAR_1E5) - low) / (cosineAtFar1e5 - cosineAtFar1e3);
  return 100 / (1 + Math.exp(-(low + slope * (cosine(a, b) - cosineAtFar1e3))));
}

function logit(percent: number): number {
  return Math.log(percent / (100 - percent));
}

function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length)
    throw new Error(`vectors of ${a.length} and ${b.length} components do not compare`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
