import type { FaceAttributes } from './attributes.ts';
import { VECTOR_SIZE } from './embedding/face-vector.ts';
import { similarity } from './embedding/similarity.ts';
import { ImageError } from './image-error.ts';
import { decodeImage } from './imaging/decode-image.ts';
import { cropToJpeg, encodeJpeg } from './imaging/encode-jpeg.ts';
import { WorkerPool } from './inference/worker-pool.ts';

export { ImageError };

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
  /** Asks for FaceOccluded by itself: it needs none of the networks that tell the other attributes. */
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

export interface FaceEngine {
  /** Finds and describes the faces of one image. Rejects with ImageError when the image is at fault. */
  analyze(request: AnalysisRequest): Promise<ImageAnalysis>;
  /** How alike two vectors of one version are: 0..100, where 80 is one false match in 1,000 and 99 one in 100,000. */
  similarity(version: FaceModelVersion, a: Float32Array, b: Float32Array): number;
  /** Components of a vector of this version. */
  embeddingSize(version: FaceModelVersion): number;
  /** The box and a margin (a ratio of the box's sides) around it, cut out of the upright image. */
  crop(image: Buffer, box: FaceBox, options: { format: 'jpeg'; marginRatio: number }): Promise<Buffer>;
  /** `quality` is libjpeg's 1..100. */
  toJpeg(image: RawImage, quality: number): Promise<Buffer>;
  /** Decodes a JPEG or PNG, upright. Rejects with ImageError when the image is at fault. */
  decode(image: Buffer): Promise<RawImage>;
  /** Ends the engine's threads; calls under way reject. */
  close(): Promise<void>;
}

export interface FaceEngineOptions {
  /** Where the converted models are kept; made when missing. */
  readonly modelsDir: string;
  /** Threads that analyse images side by side, 300 MB each; 1 when left out. */
  readonly workers?: number;
}

/** Opens an engine. Resolves at once: the first analysis waits for the models. */
export async function openFaceEngine({ modelsDir, workers = 1 }: FaceEngineOptions): Promise<FaceEngine> {
  const pool = new WorkerPool(workers, { modelsDir });
  return {
    analyze: (request) => pool.analyze(request),
    similarity,
    embeddingSize: (version) => VECTOR_SIZE[version],
    crop: cropToJpeg,
    toJpeg: encodeJpeg,
    decode: (image) => decodeImage(image),
    close: () => pool.close(),
  };
}
