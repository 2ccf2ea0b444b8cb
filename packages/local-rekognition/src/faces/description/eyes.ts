import { eyeMiddle, type FaceMesh, LEFT_EYE, meshPoint, RIGHT_EYE } from '../detection/face-mesh.ts';
import { apply, chipToImage, distance, type Point } from '../imaging/affine.ts';
import type { ImagePyramid, Tone } from '../imaging/image-pyramid.ts';
import { mirror, warp } from '../imaging/warp.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';

/** MediaPipe's iris network sees this many pixels a side, 2.3 times the width of the eye. */
const IRIS_SIZE = 64;
const EYE_MARGIN = 2.3;
/** Its pixels are 0..1. */
const TONE: Tone = { scale: 1 / 255, means: [0, 0, 0] };
/**
 * Its contour begins with the lower lid from the outer
 * corner (0) to the inner (8), then the upper lid (9 to 15).
 */
const OUTER_CORNER = 0;
const INNER_CORNER = 8;
const LIDS = [
  { upper: 11, lower: 3 },
  { upper: 12, lower: 4 },
  { upper: 13, lower: 5 },
] as const;
/** 71 contour points, then the center of the iris and four points of its rim. */
const IRIS_CENTER = 71;

export interface Eye {
  /** Pixels of the image. */
  readonly pupil: Point;
  /** Distance of the lids as a share of the eye's width: about 0.3 when open, below 0.15 when closed. */
  readonly openness: number;
  /**
   * The pupil from the middle between the corners, as shares
   * of the eye's width: to the image's right, and down.
   */
  readonly gaze: Point;
}

export interface Eyes {
  readonly left: Eye;
  readonly right: Eye;
}

/** Looks at both eyes up close. */
export async function readEyes(sessions: ModelSessions, image: ImagePyramid, mesh: FaceMesh): Promise<Eyes> {
  return {
    left: await readEye(sessions, image, mesh, LEFT_EYE),
    right: await readEye(sessions, image, mesh, RIGHT_EYE),
  };
}

async function readEye(
  sessions: ModelSessions,
  image: ImagePyramid,
  mesh: FaceMesh,
  eye: typeof LEFT_EYE | typeof RIGHT_EYE,
): Promise<Eye> {
  const width = distance(meshPoint(mesh, eye.outer), meshPoint(mesh, eye.inner));
  const map = chipToImage(
    { center: eyeMiddle(mesh, eye), side: width * EYE_MARGIN, angle: mesh.roll },
    IRIS_SIZE,
  );
  const chip = warp(image, map, IRIS_SIZE, TONE);
  // the network knows the eye whose outer corner lies on the image's left
  const mirrored = eye === RIGHT_EYE;
  const { contoursAndIris = new Float32Array() } = await sessions.run(
    'iris',
    (mirrored ? mirror(chip) : chip).data,
  );
  const point = (index: number): Point => {
    const x = contoursAndIris[3 * index] ?? 0;
    return { x: mirrored ? IRIS_SIZE - x : x, y: contoursAndIris[3 * index + 1] ?? 0 };
  };
  const outer = point(OUTER_CORNER);
  const inner = point(INNER_CORNER);
  const corners = distance(outer, inner);
  const lids = LIDS.reduce((sum, { upper, lower }) => sum + distance(point(upper), point(lower)), 0);
  const iris = point(IRIS_CENTER);
  return {
    pupil: apply(map, { x: iris.x - 0.5, y: iris.y - 0.5 }),
    openness: lids / LIDS.length / corners,
    gaze: {
      x: (iris.x - (outer.x + inner.x) / 2) / corners,
      y: (iris.y - (outer.y + inner.y) / 2) / corners,
    },
  };
}
