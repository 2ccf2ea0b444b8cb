import type { AnalysisRequest, ImageAnalysis } from '../analysis.ts';
import type { ImageErrorCode } from '../image-error.ts';

/** The start parameters of a worker thread. */
export interface WorkerSettings {
  readonly modelsDir: string;
}

/** A call: one at a time, so that it needs no number. */
export type WorkerCall = AnalysisRequest;

export type WorkerAnswer =
  | { readonly kind: 'analysis'; readonly analysis: ImageAnalysis }
  | {
      readonly kind: 'imageError';
      readonly code: ImageErrorCode;
      readonly message: string;
      readonly cause: unknown;
    }
  | { readonly kind: 'fault'; readonly error: unknown };
