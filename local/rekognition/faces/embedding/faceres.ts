import { type FaceMesh, squareAround } from '../detection/face-mesh.ts';
import { chipToImage } from '../imaging/affine.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';
import { blueFirst, normalize, warp } from '../imaging/warp.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';

const INPUT_SIZE = 224;
/** The face's extent and this much around it gave the fewest errors of 1.0 to 1.5. */
const MARGIN = 1.15;
/** Channel means of the VGG networks, blue first: what HSE_FaceRec was trained with. */
const MEAN_BGR = [103.939, 116.779, 123.68] as const;

export interface FaceresReading {
  /** 1,024 numbers, not normalised. */
  readonly descriptor: Float32Array;
  /** Probabilities of the ages 1 to 100. */
  readonly age: Float32Array;
  /** 0..1, female to male. */
  readonly male: number;
}

/** HSE_FaceRec's one look at a face: descriptor, age and gender. */
export async function readFaceres(
  sessions: ModelSessions,
  image: ImagePyramid,
  mesh: FaceMesh,
): Promise<FaceresReading> {
  const chip = warp(image, chipToImage(squareAround(mesh.points, mesh.roll, MARGIN), INPUT_SIZE), INPUT_SIZE);
  const results = await sessions.run('faceres', normalize(blueFirst(chip), 1, MEAN_BGR));
  return {
    descriptor: results.descriptor ?? new Float32Array(),
    age: results.age ?? new Float32Array(),
    male: results.gender?.[0] ?? 0.5,
  };
}
