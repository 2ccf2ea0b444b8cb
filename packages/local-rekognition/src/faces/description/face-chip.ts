import { eyeMiddle, type FaceMesh, LEFT_EYE, meshPoint, RIGHT_EYE, widened } from '../detection/face-mesh.ts';
import { apply, chipToImage, distance, invert, middle, type Point } from '../imaging/affine.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';

const CHIP_SIZE = 160;
/** The mesh's extent and this much around it. */
const MARGIN = 1.2;

/** A face, upright and always of one size: what the measures by hand are taken on. */
export interface FaceChip {
  /** Luma of the pixels row by row, 0..255. */
  readonly luma: Float32Array;
  readonly size: number;
  /** Distance between the middles of the eyes, pixels of the chip. */
  readonly eyeDistance: number;
  /** Middles of the eyes. */
  readonly eyes: { readonly left: Point; readonly right: Point };
  /** Where the middle of these mesh points lies in the chip. */
  at(...meshPoints: readonly number[]): Point;
}

export function cutFace(image: ImagePyramid, mesh: FaceMesh): FaceChip {
  const map = chipToImage(widened(mesh.square, MARGIN), CHIP_SIZE);
  const toChip = invert(map);
  const left = apply(toChip, eyeMiddle(mesh, LEFT_EYE));
  const right = apply(toChip, eyeMiddle(mesh, RIGHT_EYE));
  return {
    luma: image.sampleLuma(map, CHIP_SIZE),
    size: CHIP_SIZE,
    eyeDistance: distance(left, right),
    eyes: { left, right },
    at: (...indexes) => apply(toChip, middle(indexes.map((index) => meshPoint(mesh, index)))),
  };
}

/** Luma of the pixels around `center`; `halfWidth` and `halfHeight` are shares of the eye distance. */
export function patch(chip: FaceChip, center: Point, halfWidth: number, halfHeight: number): Float32Array {
  const [left, right] = range(center.x, halfWidth * chip.eyeDistance, chip.size);
  const [top, bottom] = range(center.y, halfHeight * chip.eyeDistance, chip.size);
  const values = new Float32Array((right - left + 1) * (bottom - top + 1));
  let to = 0;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) values[to++] = chip.luma[y * chip.size + x] as number;
  }
  return values;
}

/** The value that this share of a patch lies below. */
export function quantile(values: Float32Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

export function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Luma below this is noise of the camera: it keeps ratios of dark patches tame. */
const NOISE_LUMA = 8;

/** `a` as a share of `b`, both luma. */
export function ratio(a: number, b: number): number {
  return a / (b + NOISE_LUMA);
}

/** Standard deviation as a share of the mean: how much a patch has to show. */
export function contrast(values: Float32Array): number {
  const center = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - center) ** 2;
  return ratio(Math.sqrt(squares / values.length), center);
}

/** First and last pixel within `half` of `center`, inside the chip, one at least. */
function range(center: number, half: number, size: number): readonly [number, number] {
  const clamp = (value: number) => Math.min(size - 1, Math.max(0, Math.round(value)));
  return [clamp(center - half), clamp(center + half)];
}
