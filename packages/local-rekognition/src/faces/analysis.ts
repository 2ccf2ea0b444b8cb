import type { FaceAttributes } from './attributes.ts';

/** Vectors of different versions do not compare. 6.0 is the older, weaker one. */
export type FaceModelVersion = '7.0' | '6.0';
export const CURRENT_FACE_MODEL_VERSION: FaceModelVersion = '7.0';

/** Decoded pixels: RGB, 8 bits each, row by row from the top left. */
export interface RawImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface AnalysisRequest {
  /** An encoded JPEG or PNG, or a decoded video frame. */
  readonly image: Buffer | RawImage;
  /** The largest faces are kept; 100 when left out. */
  readonly maxFaces?: number;
  /** Asks for everything beyond box, landmarks, pose and quality, FaceOccluded included. */
  readonly attributes?: boolean;
  /** Whether to determine FaceOccluded alone, which needs none of the networks for the other attributes. */
  readonly occlusion?: boolean;
  /** Asks for vectors of this version. */
  readonly embeddings?: FaceModelVersion;
}

/** Ratios of the upright image; parts of the box may lie outside of it. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Landmark {
  /** Rekognition's name, for example `eyeLeft`: the eye that is on the left of the image. */
  readonly type: string;
  /** Ratio of the upright image's width. */
  readonly x: number;
  /** Ratio of the upright image's height. */
  readonly y: number;
}

/** Degrees. Yaw is positive when the face turns to the image's right, pitch when it looks up. */
export interface Pose {
  readonly roll: number;
  readonly yaw: number;
  readonly pitch: number;
}

export interface AnalyzedFace {
  readonly box: FaceBox;
  /** 0..100: that this is a face. */
  readonly confidence: number;
  readonly landmarks: readonly Landmark[];
  readonly pose: Pose;
  /** 0..100 each. */
  readonly quality: { readonly brightness: number; readonly sharpness: number };
  /** Present when asked for. */
  readonly attributes?: FaceAttributes;
  /** Present when asked for by itself. */
  readonly faceOccluded?: FaceAttributes['faceOccluded'];
  /** Present when asked for; of unit length. */
  readonly embedding?: Float32Array;
}

export interface ImageAnalysis {
  /** Pixels of the upright image. */
  readonly width: number;
  readonly height: number;
  /** The image's EXIF orientation was not the upright one, and was undone. */
  readonly orientationCorrected: boolean;
  /** Largest first. */
  readonly faces: readonly AnalyzedFace[];
}
