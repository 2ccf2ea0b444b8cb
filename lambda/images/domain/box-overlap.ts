import type { BoundingBox } from './quality-gate.ts';

/** Two boxes around one face overlap by more, even when two models drew them; boxes around two faces by less. */
export const SAME_FACE_OVERLAP = 0.3;

/** Intersection over union of two boxes: 0 where they are apart, 1 where they are one. */
export function boxOverlap(one: BoundingBox, other: BoundingBox): number {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return Math.min(1, shared / (one.width * one.height + other.width * other.height - shared));
}

/** The place of the box that is around the same face; undefined where none is. */
export function sameFace(box: BoundingBox, candidates: readonly BoundingBox[]): number | undefined {
  const overlaps = candidates.map((candidate) => boxOverlap(box, candidate));
  const best = Math.max(0, ...overlaps);
  return best >= SAME_FACE_OVERLAP ? overlaps.indexOf(best) : undefined;
}
