import { type FaceMesh, widened } from '../detection/face-mesh.ts';
import { chipToImage } from '../imaging/affine.ts';
import type { ImagePyramid, Tone } from '../imaging/image-pyramid.ts';
import { warp } from '../imaging/warp.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';

const INPUT_SIZE = 224;
/** The face's extent and this much around it gave the fewest errors of 1.0 to 1.5. */
const MARGIN = 1.15;
/** Channel means of the VGG networks: what HSE_FaceRec was trained with. */
const TONE: Tone = { scale: 1, means: [123.68, 116.779, 103.939], blueFirst: true };

export interface FaceresReading {
  /** 1,024 numbers, not normalized. */
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
  const map = chipToImage(widened(mesh.square, MARGIN), INPUT_SIZE);
  const results = await sessions.run('faceres', warp(image, map, INPUT_SIZE, TONE).data);
  return {
    descriptor: results.descriptor ?? new Float32Array(),
    age: results.age ?? new Float32Array(),
    male: results.gender?.[0] ?? 0.5,
  };
}
