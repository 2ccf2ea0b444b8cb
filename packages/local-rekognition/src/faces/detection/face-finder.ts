import { extent, type Square } from '../imaging/affine.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';
import { type Detection, detectFaces, strongest } from './face-detector.ts';
import { type FaceMesh, fitMesh } from './face-mesh.ts';
import { paddedView, tileViews, wholeView } from './views.ts';

export interface FoundFace {
  readonly detection: Detection;
  readonly mesh: FaceMesh;
  /** Pixels of the image: the mesh's extent, forehead to chin and cheek to cheek. */
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** 0..100 */
  readonly confidence: number;
}

/** A view whose largest face fills less than this share of its side is followed by a closer look. */
const LARGE_IN_VIEW = 0.12;
/** Twice the faces that Rekognition returns at most: a pattern full of faces must not take minutes. */
const MAX_CANDIDATES = 200;
const QUARTER_TURNS = [Math.PI / 2, Math.PI, -Math.PI / 2];

/**
 * Finds the faces of an image, largest first. A portrait takes one look from afar, and one from nearby
 * for faces behind it unless only the largest counts; the smaller its largest face, the closer an image
 * is looked at; only one without an upright face is turned.
 */
export async function findFaces(
  sessions: ModelSessions,
  image: ImagePyramid,
  onlyLargest = false,
): Promise<FoundFace[]> {
  let seen: Look = { detections: [], faces: [] };
  for (const [closeness, views] of [
    [paddedView(image, 0)],
    [wholeView(image, 0)],
    tileViews(image),
  ].entries()) {
    if (views.length === 0) break;
    seen = await look(sessions, image, views, seen.detections);
    const side = views[0]?.side ?? 0;
    const isLarge = seen.faces.some(({ box }) => box.height > LARGE_IN_VIEW * side);
    if (isLarge && (onlyLargest || closeness > 0)) break;
  }
  if (seen.faces.length > 0) return uprightOf(sessions, image, seen.faces);
  for (const view of [paddedView, wholeView]) {
    const { faces } = await look(
      sessions,
      image,
      QUARTER_TURNS.map((angle) => view(image, angle)),
    );
    if (faces.length > 0) return faces;
  }
  return [];
}

/**
 * A face that stands on its head looks like one that does
 * not, but less so: upright portraits score 0.78 to 0.97.
 */
const SUSPICIOUS_SCORE = 0.85;

async function uprightOf(
  sessions: ModelSessions,
  image: ImagePyramid,
  faces: FoundFace[],
): Promise<FoundFace[]> {
  if (Math.max(...faces.map(({ detection }) => detection.score)) >= SUSPICIOUS_SCORE) return faces;
  const { faces: turned } = await look(sessions, image, [
    paddedView(image, Math.PI),
    wholeView(image, Math.PI),
  ]);
  return certainty(turned) > certainty(faces) ? turned : faces;
}

/** Of the largest face; 0 without one. */
function certainty([largest]: readonly FoundFace[]): number {
  return largest === undefined ? 0 : largest.detection.score + largest.mesh.flag;
}

interface Look {
  readonly detections: readonly Detection[];
  readonly faces: FoundFace[];
}

/** Detects in each view, and lays the mesh over what it adds to earlier detections. */
async function look(
  sessions: ModelSessions,
  image: ImagePyramid,
  views: readonly Square[],
  earlier: readonly Detection[] = [],
): Promise<Look> {
  const detections = [...earlier];
  for (const view of views) detections.push(...(await detectFaces(sessions, image, view)));
  return {
    detections,
    faces: await meshFaces(sessions, image, strongest(detections).slice(0, MAX_CANDIDATES)),
  };
}

async function meshFaces(
  sessions: ModelSessions,
  image: ImagePyramid,
  detections: readonly Detection[],
): Promise<FoundFace[]> {
  const faces: FoundFace[] = [];
  for (const detection of detections) {
    const mesh = await fitMesh(sessions, image, detection);
    if (!isFace(detection, mesh)) continue;
    const face = { detection, mesh, box: boxAround(mesh), confidence: confidence(detection, mesh) };
    if (faces.every((other) => !sameFace(face, other))) faces.push(face);
  }
  const bySize = faces.sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  return bySize.filter((face, index) => !bySize.slice(0, index).some((larger) => isPart(face, larger)));
}

/** From nearby, parts of a large face look like faces: the middle of such a box lies in the larger oval. */
function isPart({ box }: FoundFace, { box: larger }: FoundFace): boolean {
  const x = (box.left + box.width / 2 - larger.left) / larger.width - 0.5;
  const y = (box.top + box.height / 2 - larger.top) / larger.height - 0.5;
  return Math.hypot(x, y) < 0.5;
}

/**
 * The mesh's face flag: 0.95 and more for faces; below 0.1
 * for anything else in our photos, except a skull at 0.23.
 */
const SURE_FLAG = 0.9;
/** Profiles and faces behind masks lie between; the detector has to be sure to some degree, too. */
const LOW_FLAG = 0.25;
const LOW_FLAG_SCORE = 0.6;

/** Two networks have to agree: a cup or a house that only one of them takes for a face has a vector, too. */
function isFace({ score }: Detection, { flag }: FaceMesh): boolean {
  return flag >= SURE_FLAG || (flag >= LOW_FLAG && score >= LOW_FLAG_SCORE);
}

/** That not both networks are wrong, taking them as independent. */
function confidence({ score }: Detection, { flag }: FaceMesh): number {
  return 100 * (1 - (1 - score) * (1 - flag));
}

function boxAround({ points }: FaceMesh): FoundFace['box'] {
  const [left, right] = extent(points, ({ x }) => x);
  const [top, bottom] = extent(points, ({ y }) => y);
  return { left, top, width: right - left, height: bottom - top };
}

/**
 * The mesh draws two detections of one face together: the middle of one box then lies well inside the other.
 */
function sameFace(a: FoundFace, b: FoundFace): boolean {
  const apart = Math.hypot(
    a.box.left + a.box.width / 2 - b.box.left - b.box.width / 2,
    a.box.top + a.box.height / 2 - b.box.top - b.box.height / 2,
  );
  return apart < Math.max(a.box.width, b.box.width) / 3;
}
