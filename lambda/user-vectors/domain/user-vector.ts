import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/**
 * Rules of user vectors (whitepaper 3.5.2): which faces make up a user's vector, and which calls that takes.
 */

/** Rekognition's limits: AssociateFaces API reference, `FaceIds`, and "Guidelines and quotas". */
export const MAX_FACES_OF_USER = 100;
export const MAX_FACES_PER_CALL = 100;

/**
 * Returns the UserId in Rekognition: SHA-256 of tenant and user, as base64url. The customer's own id may
 * reveal something about the person, and CloudTrail keeps the ids of requests for longer than an erasure
 * allows.
 */
export const userVectorId = (tenant: string, userId: string): string =>
  createHash('sha256').update(`${tenant}#${userId}`, 'utf8').digest('base64url');

/** Why Rekognition refuses a face for a user's vector (API reference, UnsuccessfulFaceAssociation). */
export const associationFailure = z.enum([
  'FACE_NOT_FOUND',
  'ASSOCIATED_TO_A_DIFFERENT_USER',
  'LOW_MATCH_CONFIDENCE',
]);

export const leftOutFace = z.object({ face_id: z.string(), reason: associationFailure });
/** A mapped face that is not part of its user's vector; it is found by face instead. */
export type LeftOutFace = z.infer<typeof leftOutFace>;

/** Data that ranks the faces of a user. */
export interface RankedFace {
  readonly face_id: string;
  readonly source: 'selfie' | 'bulk';
  /** RFC 3339. */
  readonly created_at: string;
  /** Similarity with the document in percent, if compared. */
  readonly similarity?: number;
}

/**
 * Returns the surplus faces of a user beyond `room`: lower quality first, then older. A selfie of a live
 * person ranks above an image of a manifest, and a face more similar to its document above a less similar
 * one.
 */
export function evictedFaces<Face extends RankedFace>(faces: readonly Face[], room: number): readonly Face[] {
  const worstFirst = [...faces].sort(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      (one.similarity ?? 0) - (other.similarity ?? 0) ||
      one.created_at.localeCompare(other.created_at) ||
      one.face_id.localeCompare(other.face_id),
  );
  return worstFirst.slice(0, Math.max(0, faces.length - room));
}

const rankOf = ({ source }: RankedFace): number => (source === 'selfie' ? 1 : 0);

export interface UserVectorPlan {
  /** In calls of at most {@link MAX_FACES_PER_CALL} faces, like the others. */
  readonly associate: readonly (readonly string[])[];
  readonly disassociate: readonly (readonly string[])[];
  readonly createUser: boolean;
  readonly deleteUser: boolean;
  /** Number of calls to the operations that share a small quota. */
  readonly calls: number;
}

/**
 * Plans the calls that make a user's vector consist of the wanted faces only.
 * @param wanted ids of the wanted faces
 * @param present ids of its current faces
 */
export function planUserVector(wanted: readonly string[], present: readonly string[]): UserVectorPlan {
  const missing = difference(wanted, present);
  // deleting the user disassociates all faces at once
  const deleteUser = wanted.length === 0;
  const surplus = deleteUser ? [] : difference(present, wanted);
  const createUser = missing.length > 0 && present.length === 0;
  const associate = inCalls(missing);
  const disassociate = inCalls(surplus);
  const calls = associate.length + disassociate.length + Number(createUser) + Number(deleteUser);
  return { associate, disassociate, createUser, deleteUser, calls };
}

function difference(ids: readonly string[], without: readonly string[]): readonly string[] {
  const excluded = new Set(without);
  return [...new Set(ids)].filter((id) => !excluded.has(id)).sort();
}

const inCalls = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / MAX_FACES_PER_CALL) }, (_, call) =>
    ids.slice(call * MAX_FACES_PER_CALL, (call + 1) * MAX_FACES_PER_CALL),
  );

/**
 * Returns the idempotency token of a call: one change of one user's faces, one operation, the same faces. A
 * later change has another token; otherwise a user deleted and created again would stay deleted.
 */
export const userVectorToken = (revision: string, operation: string, faceIds: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([revision, operation, faceIds]))
    .digest('hex');

/** Returns the seconds until a vector is checked again while it is built: 2, 4, 8 ... 60. */
export const lookAgainAfterSeconds = (looks: number): number => Math.min(2 ** (looks + 1), 60);
