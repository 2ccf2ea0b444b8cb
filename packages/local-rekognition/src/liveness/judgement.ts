import type { AnalyzedFace, FaceBox, RawImage } from '../faces/analysis.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { Capture, FrameReading } from './capture.ts';
import { type ConfidencePart, confidenceOf, measureParts } from './confidence.ts';
import { type FeedbackCode, feedbackOn } from './feedback.ts';

/** Said wherever a confidence of this service is shown to people. */
export const JUDGE_NOTICE =
  'The local Rekognition does not detect spoofs. It verifies the protocol and rejects obvious replays only: it cannot distinguish a person from a good imitation.';

export interface JudgedImage {
  readonly image: RawImage;
  /** The largest face in it. */
  readonly box?: FaceBox;
}

export interface Judgement {
  /** 0 to 100. */
  readonly confidence: number;
  readonly parts: readonly ConfidencePart[];
  readonly feedback: readonly FeedbackCode[];
  readonly reference?: JudgedImage;
  /** In order of time, without the reference. */
  readonly auditImages: readonly JudgedImage[];
}

/**
 * The verdict on a capture. One more look at the reference frame, with all attributes, gives the feedback.
 */
export async function judge(
  engine: FaceEngine,
  capture: Capture,
  auditImagesLimit: number,
): Promise<Judgement> {
  const parts = measureParts(capture);
  const { reference } = capture;
  return {
    confidence: confidenceOf(parts),
    parts,
    feedback: feedbackOn(capture, reference && (await faceWithAttributes(engine, reference))),
    ...(reference && { reference: judgedImage(reference) }),
    auditImages: auditFrames(capture, auditImagesLimit).map(judgedImage),
  };
}

export function judgedImage({ image, faces }: FrameReading): JudgedImage {
  const [face] = faces;
  return { image, ...(face && { box: face.box }) };
}

async function faceWithAttributes(
  engine: FaceEngine,
  { image }: FrameReading,
): Promise<AnalyzedFace | undefined> {
  const { faces } = await engine.analyze({ image, maxFaces: 1, attributes: true });
  return faces[0];
}

/** Spread evenly over the capture, first and last among them, so that they show far and near. */
function auditFrames({ frames, reference }: Capture, limit: number): readonly FrameReading[] {
  const others = frames.filter((frame) => frame !== reference);
  const count = Math.min(limit, others.length);
  if (count === 1) return others.slice(0, 1);
  const picked = Array.from({ length: count }, (_, i) => Math.round((i * (others.length - 1)) / (count - 1)));
  return picked.flatMap((index) => others.slice(index, index + 1));
}
