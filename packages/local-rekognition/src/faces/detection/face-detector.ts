import { apply, chipToImage, type Point, type Square } from '../imaging/affine.ts';
import type { ImagePyramid, Tone } from '../imaging/image-pyramid.ts';
import { warp } from '../imaging/warp.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';

/** BlazeFace for back cameras sees this many pixels a side. */
const DETECTOR_SIZE = 256;
/** Its pixels are -1..1. */
const TONE: Tone = { scale: 1 / 127.5, means: [127.5, 127.5, 127.5] };
/** The operating point of MediaPipe's own back-camera graph is 0.5. */
const MIN_SCORE = 0.5;
/**
 * Anchors by grid: cells are this many pixels wide, with this many anchors each (MediaPipe's SSD options).
 */
const GRIDS = [
  { scores: 'fineScores', boxes: 'fineBoxes', stride: 16, anchors: 2 },
  { scores: 'coarseScores', boxes: 'coarseBoxes', stride: 32, anchors: 6 },
] as const;
/** Center, size and six key points. */
const VALUES_PER_BOX = 16;
const KEY_POINTS = 6;

/** A face as the detector saw it, in pixels of the whole image. */
export interface Detection {
  /** 0..1 */
  readonly score: number;
  readonly center: Point;
  /** The longer side of its box. */
  readonly size: number;
  /** Eye on the image's left of an upright face, the other eye, nose tip, mouth, and the ears. */
  readonly keyPoints: readonly Point[];
}

/** Finds the faces that stand upright in one square of the image and fill at least a twentieth of it. */
export async function detectFaces(
  sessions: ModelSessions,
  image: ImagePyramid,
  view: Square,
): Promise<Detection[]> {
  const map = chipToImage(view, DETECTOR_SIZE);
  const results = await sessions.run('blazeface', warp(image, map, DETECTOR_SIZE, TONE).data);
  const scale = view.side / DETECTOR_SIZE;
  const detections: Detection[] = [];
  for (const grid of GRIDS) {
    const scores = results[grid.scores] ?? new Float32Array();
    const boxes = results[grid.boxes] ?? new Float32Array();
    scores.forEach((logit, anchor) => {
      const score = 1 / (1 + Math.exp(-logit));
      if (score < MIN_SCORE) return;
      const cell = Math.floor(anchor / grid.anchors);
      const cells = DETECTOR_SIZE / grid.stride;
      const x = ((cell % cells) + 0.5) * grid.stride;
      const y = (Math.floor(cell / cells) + 0.5) * grid.stride;
      const value = (index: number) => boxes[anchor * VALUES_PER_BOX + index] ?? 0;
      // the network counts from pixel edges, chips from pixel centers
      const point = (index: number) =>
        apply(map, { x: value(index) + x - 0.5, y: value(index + 1) + y - 0.5 });
      detections.push({
        score,
        center: point(0),
        size: Math.max(value(2), value(3)) * scale,
        keyPoints: Array.from({ length: KEY_POINTS }, (_, index) => point(4 + 2 * index)),
      });
    });
  }
  return strongest(detections);
}

/** Of detections that overlap by more than this share of their union only the best is kept. */
const MAX_OVERLAP = 0.3;

/** The best detection of each face, best first. */
export function strongest(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const detection of [...detections].sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(detection, other) <= MAX_OVERLAP)) kept.push(detection);
  }
  return kept;
}

/** Intersection over union of the two boxes, taken as upright squares. */
function overlap(a: Detection, b: Detection): number {
  const width = shared(a.center.x, a.size, b.center.x, b.size);
  const height = shared(a.center.y, a.size, b.center.y, b.size);
  const intersection = width * height;
  return intersection / (a.size * a.size + b.size * b.size - intersection);
}

function shared(a: number, aSize: number, b: number, bSize: number): number {
  return Math.max(0, Math.min(a + aSize / 2, b + bSize / 2) - Math.max(a - aSize / 2, b - bSize / 2));
}
