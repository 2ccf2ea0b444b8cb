import type { FaceBox, RawImage } from '../faces/analysis.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import type { FrameReading } from './capture.ts';
import { HIGHEST_CONFIDENCE_PERCENT } from './confidence.ts';
import { compareFrames, readFrame } from './frame-reading.ts';
import { cutOut, type Window } from './images.ts';
import { type Judgement, judge, judgedImage } from './judgement.ts';

/** A camera gives no more than Full HD; a larger photo is scaled down to it. */
const MAX_FRAME_WIDTH_PX = 1920;
const MAX_FRAME_HEIGHT_PX = 1920;

/** Frame size that the component requests from the camera; frames made from a photo are not larger. */
const VIDEO_WIDTH_PX = 640;
const VIDEO_HEIGHT_PX = 480;

/**
 * Height of the face over the height of the frame, from far to near, as somebody who steps up to the oval.
 */
const FACE_HEIGHT_SHARES = [0.3, 0.45, 0.6, 0.75] as const;

/** Rekognition refuses smaller images, and so would the engine. */
const MIN_FRAME_SIDE_PX = 80;

/** 30 frames per second: only their order matters. */
const FRAME_INTERVAL_MS = 33;

/** How to treat a recording: judge it, or take a photo as a passed check in any case. */
export type RecordingJudge = 'honest' | 'protocol';

/**
 * Judges a photo as if the person in it had stood in front of the camera. Frames that come closer are cut out
 * of it, and the photo itself is the reference frame: whether it is sharp, bright, large or frontal enough to
 * be matched is for the caller's own quality checks to say, as with AWS, where a passed check can give a poor
 * image.
 *
 * @param photo JPEG or PNG
 * @throws ImageError from the engine if Rekognition would not accept the photo
 */
export async function judgeRecording(
  engine: FaceEngine,
  photo: Buffer,
  how: RecordingJudge,
  auditImagesLimit: number,
): Promise<Judgement> {
  const photoFrame = await readFrame(engine, await asFrame(engine, photo), 0);
  // what is not judged need not be looked at: cuts take four times as long as the photo
  const crops = how === 'honest' ? await cropFrames(engine, photoFrame) : [];
  const frames = compareFrames(engine, [photoFrame, ...crops], photoFrame);
  const [reference] = frames;
  const judgement = await judge(
    engine,
    { frames, ...(reference && reference.faces.length > 0 && { reference }) },
    auditImagesLimit,
  );
  if (how === 'honest') return judgement;
  return {
    ...judgement,
    confidence: HIGHEST_CONFIDENCE_PERCENT,
    parts: [],
    reference: judgedImage(photoFrame),
  };
}

async function asFrame(engine: FaceEngine, photo: Buffer): Promise<RawImage> {
  const image = await engine.decode(photo);
  const whole = { left: 0, top: 0, width: image.width, height: image.height };
  return cutOut(image, whole, MAX_FRAME_WIDTH_PX, MAX_FRAME_HEIGHT_PX);
}

async function cropFrames(engine: FaceEngine, photo: FrameReading): Promise<readonly FrameReading[]> {
  const [face, ...others] = photo.faces;
  if (!face || others.length > 0) return [];
  const crops: FrameReading[] = [];
  for (const window of windowsAround(face.box, photo.image)) {
    const image = await cutOut(photo.image, window, VIDEO_WIDTH_PX, VIDEO_HEIGHT_PX);
    const frame = await readFrame(engine, image, (crops.length + 1) * FRAME_INTERVAL_MS);
    // a cut that loses the face is our cut's fault, not the person's
    if (frame.faces.length > 0) crops.push(frame);
  }
  return crops;
}

/**
 * Windows of the video's shape around the face, from far
 * to near, without those that the photo has no room for.
 */
export function windowsAround(box: FaceBox, { width, height }: RawImage): readonly Window[] {
  const faceHeight = box.height * height;
  const centerX = (box.left + box.width / 2) * width;
  const centerY = (box.top + box.height / 2) * height;
  return FACE_HEIGHT_SHARES.flatMap((share) => {
    const windowHeight = Math.round(faceHeight / share);
    const windowWidth = Math.round((windowHeight * VIDEO_WIDTH_PX) / VIDEO_HEIGHT_PX);
    if (windowHeight > height || windowWidth > width || windowHeight < MIN_FRAME_SIDE_PX) return [];
    const left = clamp(Math.round(centerX - windowWidth / 2), width - windowWidth);
    const top = clamp(Math.round(centerY - windowHeight / 2), height - windowHeight);
    return [{ left, top, width: windowWidth, height: windowHeight }];
  });
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(0, value), max);
}
