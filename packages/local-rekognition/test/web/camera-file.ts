import { writeFile } from 'node:fs/promises';
import sharp, { type OverlayOptions } from 'sharp';
import type { FaceBox } from '../../src/faces/analysis.ts';

/** Somebody to be filmed. */
export interface Person {
  readonly photo: Buffer;
  readonly face: FaceBox;
}

/** What the camera sees, over and over: somebody far away, who comes closer and stays. */
export interface Scene {
  readonly person: Person;
  readonly comesCloser: boolean;
  /** Stands in the background all the time. */
  readonly bystander?: Person;
  /** Is there instead, soon after the first person has set off. */
  readonly successor?: Person;
}

const WIDTH = 640;
const HEIGHT = 480;

/**
 * Frames at Chromium's 30 a second. Far for long enough
 * to start, near for long enough to be seen in the oval.
 */
const FAR_FRAMES = 105;
const MOVING_FRAMES = 150;
const NEAR_FRAMES = 240;

/** Heights of the face: so far that the component starts, so near that it fills the oval. */
const FAR_FACE_PX = 190;
const NEAR_FACE_PX = 400;
const BYSTANDER_FACE_PX = 120;

/** The component stops recording as soon as the face is large enough, well before it stops growing. */
const SUCCESSION_SHARE = 0.15;

/** Writes the scene as the motion JPEG file that Chromium's fake camera plays. */
export async function writeCameraFile(file: string, scene: Scene): Promise<void> {
  const moving = await filmMovement(scene);
  const first = moving[0] ?? Buffer.alloc(0);
  const last = moving.at(-1) ?? first;
  await writeFile(
    file,
    Buffer.concat([...Array(FAR_FRAMES).fill(first), ...moving, ...Array(NEAR_FRAMES).fill(last)]),
  );
}

async function filmMovement(scene: Scene): Promise<Buffer[]> {
  // somebody who stays is the same in every frame
  if (!scene.comesCloser && !scene.successor)
    return Array<Buffer>(MOVING_FRAMES).fill(await film(scene, FAR_FACE_PX, 0));
  const near = scene.comesCloser ? NEAR_FACE_PX : FAR_FACE_PX;
  return Promise.all(
    Array.from({ length: MOVING_FRAMES }, (_, i) =>
      film(scene, FAR_FACE_PX + ((near - FAR_FACE_PX) * i) / (MOVING_FRAMES - 1), i / MOVING_FRAMES),
    ),
  );
}

/** One frame, as JPEG. */
async function film(scene: Scene, faceHeight: number, share: number): Promise<Buffer> {
  const { person, bystander, successor } = scene;
  const subject = successor && share >= SUCCESSION_SHARE ? successor : person;
  const layers = [await placed(subject, faceHeight, { left: 0, top: 0, width: WIDTH, height: HEIGHT })];
  if (bystander) {
    layers.push(await placed(bystander, BYSTANDER_FACE_PX, { left: 0, top: 0, width: 150, height: 220 }));
  }
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#777' } })
    .composite(layers)
    .jpeg({ quality: 90 })
    .toBuffer();
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The person with a face of that height in the middle of the frame, cut off at its sides. */
async function placed({ photo, face }: Person, faceHeight: number, frame: Frame): Promise<OverlayOptions> {
  const { width: photoWidth, height: photoHeight } = await sharp(photo).metadata();
  const scale = faceHeight / (face.height * photoHeight);
  const width = Math.round(photoWidth * scale);
  const height = Math.round(photoHeight * scale);
  const left = Math.round(frame.width / 2 - (face.left + face.width / 2) * width);
  const top = Math.round(frame.height / 2 - (face.top + face.height / 2) * height);
  const [x, y] = [Math.max(0, -left), Math.max(0, -top)];
  const visible = {
    left: x,
    top: y,
    width: Math.min(width - x, frame.width - Math.max(0, left)),
    height: Math.min(height - y, frame.height - Math.max(0, top)),
  };
  const { data, info } = await sharp(photo)
    .resize({ width, height })
    .extract(visible)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    input: data,
    raw: { width: info.width, height: info.height, channels: info.channels },
    left: frame.left + Math.max(0, left),
    top: frame.top + Math.max(0, top),
  };
}
