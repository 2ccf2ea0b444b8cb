import type { FaceModelVersion } from '../analysis.ts';
import type { FaceMesh } from '../detection/face-mesh.ts';
import type { ImagePyramid } from '../imaging/image-pyramid.ts';
import type { ModelSessions } from '../inference/model-sessions.ts';
import { dlibVector } from './dlib-embedder.ts';
import { readFaceres } from './faceres.ts';
import { unit } from './unit.ts';

/** Components of a vector by version. */
export const VECTOR_SIZE: Readonly<Record<FaceModelVersion, number>> = { '7.0': 128, '6.0': 1024 };

/** The vector of a face, of unit length. */
export async function faceVector(
  sessions: ModelSessions,
  image: ImagePyramid,
  mesh: FaceMesh,
  version: FaceModelVersion,
): Promise<Float32Array> {
  if (version === '7.0') return dlibVector(sessions, image, mesh);
  return unit((await readFaceres(sessions, image, mesh)).descriptor);
}
