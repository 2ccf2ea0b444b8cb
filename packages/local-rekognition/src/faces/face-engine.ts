import type { AnalysisRequest, FaceBox, FaceModelVersion, ImageAnalysis, RawImage } from './analysis.ts';
import { VECTOR_SIZE } from './embedding/face-vector.ts';
import { similarity } from './embedding/similarity.ts';
import { decodeImage } from './imaging/decode-image.ts';
import { cropToJpeg, encodeJpeg } from './imaging/encode-jpeg.ts';
import { WorkerPool } from './inference/worker-pool.ts';

export interface FaceEngine {
  /** Finds and describes the faces of one image. Rejects with ImageError when the image is at fault. */
  analyze(request: AnalysisRequest): Promise<ImageAnalysis>;
  /**
   * How alike two vectors of one version are: 0..100, where
   * 80 is one false match in 1,000 and 99 one in 100,000.
   */
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
  /** Threads that analyze images side by side, 300 MB each; 1 when left out. */
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
