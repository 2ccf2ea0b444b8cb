import type { AnalyzedFace, FaceBox } from '../faces/analysis.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { Capture, FrameReading } from './capture.ts';
import { measureColorResponse } from './color-response.ts';
import { compareFrames, readFrame } from './frame-reading.ts';
import type { ClientLog } from './stream/client-log.ts';
import type { IssuedChallenge, Oval } from './stream/issued-challenge.ts';
import { decodeVideo } from './video/decode-video.ts';
import type { VideoFrame } from './video/video-frame.ts';

/** Frames that the engine looks at: at 50 ms each, more would keep a person waiting. */
const READ_FRAMES = 24;

/** Frames at each end of the video whose median width is the face's width there. */
const END_FRAMES = 3;

/** The screen's light reaches the camera's file later than the log says: frames up to then are looked at. */
const LONGEST_LAG_MS = 600;

/** A frontal face: beyond this angle a frame is a reference only if there is no other. */
const FRONTAL_DEGREES = 15;

/** From this overlap a face fills the oval as far as a reference frame is concerned. */
const IN_OVAL_OVERLAP = 0.36;

/** The content of a finished stream. */
export interface RecordedStream {
  readonly video: Buffer;
  readonly issued: IssuedChallenge;
  readonly log: ClientLog;
}

/**
 * Reads a recorded stream: decodes its video, finds the faces in it and holds them against what was issued.
 *
 * @throws VideoError when the video can't be read
 */
export async function captureVideo(engine: FaceEngine, recorded: RecordedStream): Promise<Capture> {
  const { video, issued, log } = recorded;
  const colorsMs = colorWindow(log);
  const decoded = await decodeVideo(video, {
    fullFrames: READ_FRAMES,
    ...(colorsMs && { smallFramesMs: [colorsMs[0], colorsMs[1] + LONGEST_LAG_MS] as const }),
  });
  const read = await readFrames(engine, decoded.full);
  const reference = chooseReference(read, issued, colorsMs?.[0] ?? Number.POSITIVE_INFINITY);
  if (!reference) return { frames: read };
  const frames = compareFrames(engine, read, reference);
  const approach = approachOf(frames);
  const colorResponse = measureColorResponse(log, facesIn(decoded.small, frames), LONGEST_LAG_MS);
  return {
    frames,
    reference,
    ovalOverlap: Math.max(...frames.map((frame) => overlapOf(frame, issued))),
    ...(approach !== undefined && { approach }),
    ...(colorResponse && { colorResponse }),
  };
}

async function readFrames(
  engine: FaceEngine,
  frames: readonly VideoFrame[],
): Promise<readonly FrameReading[]> {
  // all at once: the engine queues them for the workers it has
  return Promise.all(frames.map(({ image, timeMs }) => readFrame(engine, image, timeMs)));
}

/** The stretch of the video, in its own time, in which the screen showed colors. */
function colorWindow({ colors, videoStartMs, videoEndMs }: ClientLog): readonly [number, number] | undefined {
  const [first] = colors;
  return first && [first.startMs - videoStartMs, videoEndMs - videoStartMs];
}

/**
 * The sharpest frontal frame of one face in the oval, before colors fall on it. If there is none, the rules
 * are dropped from last to first: any frame with a face is a better reference than none.
 */
function chooseReference(
  frames: readonly FrameReading[],
  issued: IssuedChallenge,
  colorsFromMs: number,
): FrameReading | undefined {
  const rules: readonly ((frame: FrameReading) => boolean)[] = [
    ({ faces }) => faces.length > 0,
    ({ faces }) => faces.length === 1,
    (frame) => overlapOf(frame, issued) >= IN_OVAL_OVERLAP,
    ({ timeMs }) => timeMs < colorsFromMs,
    ({ faces: [face] }) => face !== undefined && turnOf(face) <= FRONTAL_DEGREES,
  ];
  let candidates = frames;
  for (const rule of rules) {
    const kept = candidates.filter(rule);
    if (kept.length > 0) candidates = kept;
  }
  return candidates
    .filter(({ faces }) => faces.length > 0)
    .toSorted((a, b) => sharpnessOf(b) - sharpnessOf(a))[0];
}

function turnOf({ pose }: AnalyzedFace): number {
  return Math.max(Math.abs(pose.yaw), Math.abs(pose.pitch));
}

function sharpnessOf({ faces: [face] }: FrameReading): number {
  return face?.quality.sharpness ?? 0;
}

/**
 * Face width at the end over face width at the start; undefined when there are too few frames with a face.
 */
function approachOf(frames: readonly FrameReading[]): number | undefined {
  const widths = frames.flatMap(({ faces: [face] }) => face?.box.width ?? []);
  if (widths.length < 2 * END_FRAMES) return undefined;
  return median(widths.slice(-END_FRAMES)) / median(widths.slice(0, END_FRAMES));
}

/** Intersection over union of the largest face's box and the box around the oval that was issued. */
function overlapOf(
  { faces: [face], image }: FrameReading,
  { oval, videoWidth, videoHeight }: IssuedChallenge,
): number {
  if (!face) return 0;
  const [scaleX, scaleY] = [image.width / videoWidth, image.height / videoHeight];
  return intersectionOverUnion(inPixels(face.box, image), ovalBox(oval, scaleX, scaleY));
}

function ovalBox({ width, height, centerX, centerY }: Oval, scaleX: number, scaleY: number): FaceBox {
  return {
    left: (centerX - width / 2) * scaleX,
    top: (centerY - height / 2) * scaleY,
    width: width * scaleX,
    height: height * scaleY,
  };
}

function inPixels(box: FaceBox, { width, height }: { width: number; height: number }): FaceBox {
  return {
    left: box.left * width,
    top: box.top * height,
    width: box.width * width,
    height: box.height * height,
  };
}

function intersectionOverUnion(a: FaceBox, b: FaceBox): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (a.width * a.height + b.width * b.height - intersection);
}

/** Small frames with the face of the read frame that is nearest in time: a face in the oval hardly moves. */
function facesIn(
  small: readonly VideoFrame[],
  read: readonly FrameReading[],
): readonly { readonly frame: VideoFrame; readonly box: FaceBox }[] {
  const withFace = read.flatMap(({ timeMs, faces: [face] }) => (face ? [{ timeMs, box: face.box }] : []));
  return small.flatMap((frame) => {
    const [nearest] = withFace.toSorted(
      (a, b) => Math.abs(a.timeMs - frame.timeMs) - Math.abs(b.timeMs - frame.timeMs),
    );
    return nearest ? [{ frame, box: nearest.box }] : [];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
