import type { BoundingBox } from './quality-gate.ts';

/**
 * Minimum overlap of two boxes around the same face, even
 * from two models; boxes around two faces overlap by less.
 */
export const SAME_FACE_OVERLAP = 0.3;

/** Intersection over union of two boxes: 0 if they are disjoint, 1 if they are equal. */
export function boxOverlap(one: BoundingBox, other: BoundingBox): number {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return Math.min(1, shared / (one.width * one.height + other.width * other.height - shared));
}

/** Index of the box around the same face; undefined if there is none. */
export function sameFace(box: BoundingBox, candidates: readonly BoundingBox[]): number | undefined {
  const overlaps = candidates.map((candidate) => boxOverlap(box, candidate));
  const best = Math.max(0, ...overlaps);
  return best >= SAME_FACE_OVERLAP ? overlaps.indexOf(best) : undefined;
}
