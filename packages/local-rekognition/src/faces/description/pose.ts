import type { Pose } from '../analysis.ts';
import { type FaceMesh, type MeshPoint, meshPoint } from '../detection/face-mesh.ts';

const DEGREES = 180 / Math.PI;
const CHEEKS = { left: 234, right: 454 } as const;
const FOREHEAD = 10;
const CHIN = 152;
/**
 * The mesh's values for faces looking straight ahead: the middle between the 5 % lowest and the 5 % highest.
 */
const STRAIGHT_PITCH_DEGREES = -5;

/** How the head is turned, from the mesh's depth: cheek against cheek, and forehead against chin. */
export function pose(mesh: FaceMesh): Pose {
  const left = meshPoint(mesh, CHEEKS.left);
  const right = meshPoint(mesh, CHEEKS.right);
  const forehead = meshPoint(mesh, FOREHEAD);
  const chin = meshPoint(mesh, CHIN);
  return {
    roll: mesh.roll * DEGREES,
    yaw: Math.atan2(right.z - left.z, between(left, right)) * DEGREES,
    pitch: Math.atan2(forehead.z - chin.z, between(forehead, chin)) * DEGREES - STRAIGHT_PITCH_DEGREES,
  };
}

function between(a: MeshPoint, b: MeshPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
