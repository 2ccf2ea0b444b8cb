import { eyeMiddle, type FaceMesh, LEFT_EYE, meshPoint, RIGHT_EYE } from '../detection/face-mesh.ts';
import type { Point } from '../imaging/affine.ts';
import type { Eyes } from './eyes.ts';

/**
 * Rekognition's landmarks and the mesh points that lie there. Left is the image's left of an upright face.
 */
const MESH_POINT_BY_TYPE = {
  mouthLeft: 61,
  mouthRight: 291,
  nose: 1,
  leftEyeBrowLeft: 70,
  leftEyeBrowRight: 55,
  leftEyeBrowUp: 105,
  rightEyeBrowLeft: 285,
  rightEyeBrowRight: 300,
  rightEyeBrowUp: 334,
  leftEyeLeft: LEFT_EYE.outer,
  leftEyeRight: LEFT_EYE.inner,
  leftEyeUp: LEFT_EYE.upper,
  leftEyeDown: LEFT_EYE.lower,
  rightEyeLeft: RIGHT_EYE.inner,
  rightEyeRight: RIGHT_EYE.outer,
  rightEyeUp: RIGHT_EYE.upper,
  rightEyeDown: RIGHT_EYE.lower,
  noseLeft: 98,
  noseRight: 327,
  mouthUp: 0,
  mouthDown: 17,
  upperJawlineLeft: 234,
  midJawlineLeft: 172,
  chinBottom: 152,
  midJawlineRight: 397,
  upperJawlineRight: 454,
} as const;

export interface ImageLandmark extends Point {
  readonly type: string;
}

/**
 * All 30 landmarks, in pixels.
 *
 * @param seen where the irises were looked for; the middles of the eyes stand in for the pupils otherwise
 */
export function landmarks(mesh: FaceMesh, seen?: Eyes): ImageLandmark[] {
  const eyes = { left: eyeMiddle(mesh, LEFT_EYE), right: eyeMiddle(mesh, RIGHT_EYE) };
  return [
    named('eyeLeft', eyes.left),
    named('eyeRight', eyes.right),
    ...Object.entries(MESH_POINT_BY_TYPE).map(([type, index]) => named(type, meshPoint(mesh, index))),
    named('leftPupil', seen?.left.pupil ?? eyes.left),
    named('rightPupil', seen?.right.pupil ?? eyes.right),
  ];
}

function named(type: string, { x, y }: Point): ImageLandmark {
  return { type, x, y };
}
