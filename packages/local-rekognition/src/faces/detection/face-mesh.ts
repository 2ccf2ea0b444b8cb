import { apply, chipToImage, distance, extent, middle, type Point, type Square } from '../imaging/affine.ts';
import type { ImagePyramid, Tone } from '../imaging/image-pyramid.ts';
import { warp } from '../imaging/warp.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';
import type { Detection } from './face-detector.ts';

/** MediaPipe's face mesh sees this many pixels a side. */
const MESH_SIZE = 192;
/** Its pixels are 0..1. */
const TONE: Tone = { scale: 1 / 255, means: [0, 0, 0] };
/**
 * MediaPipe enlarges the detector's box to this for the
 * first pass, and the mesh's own extent to less after it.
 */
const DETECTION_MARGIN = 1.5;
const MESH_MARGIN = 1.35;

/** Pixels of the image; z, in pixels too, grows away from the camera. */
export interface MeshPoint extends Point {
  readonly z: number;
}

export interface FaceMesh {
  /** 468, numbered as in MediaPipe's canonical face model. */
  readonly points: readonly MeshPoint[];
  /** 0..1: the network's own belief that it looked at a face. */
  readonly flag: number;
  /** Clockwise angle of the line between the eyes, radians. */
  readonly roll: number;
  /** Distance between the middles of the eyes, pixels. */
  readonly eyeDistance: number;
  /** The smallest square, turned by `roll`, that holds all points. */
  readonly square: Square;
}

/** The point of this number of MediaPipe's canonical face model. */
export function meshPoint({ points }: Pick<FaceMesh, 'points'>, index: number): MeshPoint {
  const point = points[index];
  if (point === undefined) throw new Error(`a face mesh has no point ${index}`);
  return point;
}

/** Corners and the middles of the lids; "left" is the image's left of an upright face. */
export const LEFT_EYE = { outer: 33, inner: 133, upper: 159, lower: 145 } as const;
export const RIGHT_EYE = { outer: 263, inner: 362, upper: 386, lower: 374 } as const;

export function eyeMiddle(mesh: Pick<FaceMesh, 'points'>, eye: typeof LEFT_EYE | typeof RIGHT_EYE): Point {
  return middle([eye.outer, eye.inner, eye.upper, eye.lower].map((index) => meshPoint(mesh, index)));
}

/**
 * A pass that moves the points by less than this share of
 * the eye distance changes nothing that is read of them.
 */
const SETTLED_MOVEMENT = 0.05;
const MAX_PASSES = 4;

/**
 * Lays the mesh over a detected face: as detected, then with the face upright and centered until it settles.
 */
export async function fitMesh(
  sessions: ModelSessions,
  image: ImagePyramid,
  detection: Detection,
): Promise<FaceMesh> {
  const [left, right] = detection.keyPoints;
  const angle = left && right ? Math.atan2(right.y - left.y, right.x - left.x) : 0;
  const side = detection.size * DETECTION_MARGIN;
  let fit = await meshPass(sessions, image, { center: detection.center, side, angle });
  for (let pass = 2; pass <= MAX_PASSES; pass++) {
    const square = squareAround(fit.points, eyeLine(fit.points).roll);
    const next = await meshPass(sessions, image, widened(square, MESH_MARGIN));
    const movement = averageDistance(fit.points, next.points) / eyeLine(next.points).eyeDistance;
    fit = next;
    if (movement < SETTLED_MOVEMENT) break;
  }
  const line = eyeLine(fit.points);
  return { ...fit, ...line, square: squareAround(fit.points, line.roll) };
}

/** The square with its sides times `margin`. */
export function widened(square: Square, margin: number): Square {
  return { ...square, side: square.side * margin };
}

/** The smallest square, turned by `angle`, that holds all points. */
function squareAround(points: readonly Point[], angle: number): Square {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const [left, right] = extent(points, ({ x, y }) => cos * x + sin * y);
  const [top, bottom] = extent(points, ({ x, y }) => cos * y - sin * x);
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return {
    center: { x: cos * x - sin * y, y: sin * x + cos * y },
    side: Math.max(right - left, bottom - top),
    angle,
  };
}

function eyeLine(points: readonly MeshPoint[]): { roll: number; eyeDistance: number } {
  const left = eyeMiddle({ points }, LEFT_EYE);
  const right = eyeMiddle({ points }, RIGHT_EYE);
  return { roll: Math.atan2(right.y - left.y, right.x - left.x), eyeDistance: distance(left, right) };
}

function averageDistance(from: readonly Point[], to: readonly Point[]): number {
  return from.reduce((sum, point, index) => sum + distance(point, to[index] ?? point), 0) / from.length;
}

async function meshPass(
  sessions: ModelSessions,
  image: ImagePyramid,
  square: Square,
): Promise<Pick<FaceMesh, 'points' | 'flag'>> {
  const map = chipToImage(square, MESH_SIZE);
  const chip = warp(image, map, MESH_SIZE, TONE);
  const { mesh = new Float32Array(), faceFlag } = await sessions.run('facemesh', chip.data);
  const scale = square.side / MESH_SIZE;
  const points: MeshPoint[] = [];
  for (let at = 0; at < mesh.length; at += 3) {
    const { x, y } = apply(map, { x: (mesh[at] as number) - 0.5, y: (mesh[at + 1] as number) - 0.5 });
    points.push({ x, y, z: (mesh[at + 2] as number) * scale });
  }
  return { points, flag: faceFlag?.[0] ?? 0 };
}
