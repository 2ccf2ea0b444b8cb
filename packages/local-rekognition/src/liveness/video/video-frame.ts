import type { RawImage } from '../../faces/analysis.ts';

/** A decoded frame, upright. */
export interface VideoFrame {
  /** Milliseconds since the first frame of the video. */
  readonly timeMs: number;
  readonly image: RawImage;
}

/** Which frames of a video are wanted: all of them would be hundreds of megabytes. */
export interface FrameSelection {
  /** So many frames, spread evenly over the video, in full size. */
  readonly fullFrames: number;
  /** Every frame from the first to the second moment, in a quarter of the size; milliseconds of the video. */
  readonly smallFramesMs?: readonly [number, number];
}

export interface DecodedVideo {
  readonly full: readonly VideoFrame[];
  readonly small: readonly VideoFrame[];
}

/** Each side of a small frame is the full one's divided by this. */
export const SMALL_FRAME_DIVISOR = 4;

/** Limits of one video. A check takes about 15 seconds at 1 Mbit/s: 2 MB, 450 frames. */
export const VIDEO_LIMITS = {
  maxBytes: 10 * 1024 * 1024,
  maxFrames: 900,
  /** Longest side of a frame: Full HD, either way up. */
  maxSidePx: 1920,
  maxDurationMs: 60_000,
  /** The child process is killed after this: fifty times what a check's video takes on an idle machine. */
  maxDecodeMs: 45_000,
  maxHeapMb: 256,
} as const;

/** Before each frame on the child's output: kind (1 byte), time (float64), width, height (uint32 each). */
export const FRAME_HEADER_BYTES = 17;
export const FRAME_KIND = { full: 1, small: 2 } as const;
