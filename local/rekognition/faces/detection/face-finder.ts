import type { ImagePyramid } from '../imaging/image-pyramid.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';
import { type Detection, detectFaces, strongest } from './face-detector.ts';
import { type FaceMesh, fitMesh } from './face-mesh.ts';
import { paddedView, tileViews, wholeView } from './views.ts';

export interface FoundFace {
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

/** With a face of this share the photo is a portrait: what a closer look could add are bystanders of a few pixels. */
const PORTRAIT_FACE = 0.2;
const QUARTER_TURNS = [Math.PI / 2, Math.PI, -Math.PI / 2];

/** Finds the faces of an image, largest first. Only an image without an upright face is turned and tried again. */
export async function findFaces(sessions: ModelSessions, image: ImagePyramid): Promise<FoundFace[]> {
  const upright = await meshFaces(sessions, image, await detectUpright(sessions, image));
  if (upright.length > 0) return upright;
  const turned: Detection[] = [];
  for (const angle of QUARTER_TURNS) {
    turned.push(...(await detectFaces(sessions, image, paddedView(image, angle))));
  }
  return meshFaces(sessions, image, strongest(turned));
}

async function detectUpright(sessions: ModelSessions, image: ImagePyramid): Promise<Detection[]> {
  const longer = Math.max(image.width, image.height);
  const detections = await detectFaces(sessions, image, paddedView(image, 0));
  if (detections.some(({ size }) => size / longer > PORTRAIT_FACE)) return detections;
  for (const view of [wholeView(image), ...tileViews(image)]) {
    detections.push(...(await detectFaces(sessions, image, view)));
  }
  return strongest(detections);
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
    const face = { mesh, box: boxAround(mesh), confidence: confidence(detection, mesh) };
    if (faces.every((other) => !sameFace(face, other))) faces.push(face);
  }
  return faces.sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
}

/** Whatever is not a face had a flag below 0.05 in our photos, but for a skull at 0.23; faces from the front have 0.95 and more. */
const FRONTAL_FLAG = 0.9;
/** Profiles, which the mesh was not trained for: 0.25 to 0.9, with the detector rather sure of them. */
const PROFILE_FLAG = 0.25;
const PROFILE_SCORE = 0.8;

/** Two networks have to agree: a cup or a house that only one of them takes for a face has a vector, too. */
function isFace({ score }: Detection, { flag }: FaceMesh): boolean {
  return flag >= FRONTAL_FLAG || (flag >= PROFILE_FLAG && score >= PROFILE_SCORE);
}

/** That not both networks are wrong, taking them as independent. */
function confidence({ score }: Detection, { flag }: FaceMesh): number {
  return 100 * (1 - (1 - score) * (1 - flag));
}

function boxAround({ points }: FaceMesh): FoundFace['box'] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The mesh draws two detections of one face together: the middle of one box then lies well inside the other. */
function sameFace(a: FoundFace, b: FoundFace): boolean {
  const apart = Math.hypot(
    a.box.left + a.box.width / 2 - b.box.left - b.box.width / 2,
    a.box.top + a.box.height / 2 - b.box.top - b.box.height / 2,
  );
  return apart < Math.max(a.box.width, b.box.width) / 3;
}
