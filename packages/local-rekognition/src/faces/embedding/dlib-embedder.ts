import type { FaceMesh } from '../detection/face-mesh.ts';
import { eyeMiddle, LEFT_EYE, meshPoint, RIGHT_EYE } from '../detection/face-mesh.ts';
import { similarityTransform } from '../imaging/affine.ts';
import type { ImagePyramid, Tone } from '../imaging/image-pyramid.ts';
import { type Chip, mirror, warp } from '../imaging/warp.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';
import { DLIB_CHIP_SIZE, DLIB_OUTPUT } from '../models/dlib-resnet.ts';
import { DLIB_MEAN } from './dlib-mean.ts';
import { unit } from './unit.ts';

/** dlib cuts the face with this padding around its mean shape (get_face_chip_details). */
const CHIP_PADDING = 0.25;
/** Eye middles and mouth corners of dlib's mean face shape, in a unit square. */
const MEAN_SHAPE = [
  { x: 0.205538, y: 0.215959 },
  { x: 0.774718, y: 0.215959 },
  { x: 0.254149, y: 0.780233 },
  { x: 0.726104, y: 0.780233 },
];
const CHIP_POINTS = MEAN_SHAPE.map(({ x, y }) => ({
  x: ((x + CHIP_PADDING) / (1 + 2 * CHIP_PADDING)) * DLIB_CHIP_SIZE,
  y: ((y + CHIP_PADDING) / (1 + 2 * CHIP_PADDING)) * DLIB_CHIP_SIZE,
}));
/**
 * Channel means that the network was trained with (dlib's input_rgb_image). dlib divides by 256, the package
 * that these weights come from by 255: the results are alike.
 */
const TONE: Tone = { scale: 1 / 255, means: [122.782, 117.001, 104.298] };

/**
 * dlib's descriptor of a face, less what all faces share: 128 numbers of unit length. The mirrored face
 * counts as much as the face, so a selfie and its mirror image have one vector.
 */
export async function dlibVector(
  sessions: ModelSessions,
  image: ImagePyramid,
  mesh: FaceMesh,
): Promise<Float32Array> {
  const points = [
    eyeMiddle(mesh, LEFT_EYE),
    eyeMiddle(mesh, RIGHT_EYE),
    meshPoint(mesh, 61),
    meshPoint(mesh, 291),
  ];
  const chip = warp(image, similarityTransform(CHIP_POINTS, points), DLIB_CHIP_SIZE, TONE);
  const mirrored = await describe(sessions, mirror(chip));
  const seen = await describe(sessions, chip);
  const direction = unit(seen.map((value, index) => value + (mirrored[index] ?? 0)));
  return unit(direction.map((value, index) => value - (DLIB_MEAN[index] ?? 0)));
}

async function describe(sessions: ModelSessions, chip: Chip): Promise<Float32Array> {
  const { [DLIB_OUTPUT]: descriptor = new Float32Array() } = await sessions.run('dlib', chip.data);
  return descriptor;
}
