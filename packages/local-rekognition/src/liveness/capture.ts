import type { AnalyzedFace, RawImage } from '../faces/analysis.ts';

/** One frame of somebody in front of the camera, and what the engine saw in it. */
export interface FrameReading {
  /** Milliseconds since the first frame. */
  readonly timeMs: number;
  readonly image: RawImage;
  /** Largest first. */
  readonly faces: readonly AnalyzedFace[];
  /**
   * Similarity of the largest face to the one in the
   * reference frame, 0 to 100; absent where there is no face.
   */
  readonly similarity?: number;
}

/** How the face answered the colors of the screen. */
export interface ColorResponse {
  /** Pearson correlation of shown and reflected color, -1 to 1, at the best lag. */
  readonly correlation: number;
  readonly lagMs: number;
  readonly samples: number;
  /** Largest change of one color channel of the face, in levels of 255. */
  readonly amplitude: number;
}

/**
 * Everything that a judgement may rest on. What a recording can't show is absent, and nothing rests on it.
 */
export interface Capture {
  /** In order of time; never empty. */
  readonly frames: readonly FrameReading[];
  /** The frame that faces are compared with and that becomes the reference image; absent without any face. */
  readonly reference?: FrameReading;
  /** Width of the face at the end over its width at the start. */
  readonly approach?: number;
  /** Intersection over union of the face with the oval that was issued, 0 to 1, at the best moment. */
  readonly ovalOverlap?: number;
  /** Absent when too few samples or too little change make it say nothing. */
  readonly colorResponse?: ColorResponse;
}
