import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Arithmetic of user vectors (whitepaper 3.5.2): which faces make up the vector of a user, and what is to be done. */

/** Rekognition's limits: AssociateFaces API reference, `FaceIds`, and "Guidelines and quotas". */
export const MAX_FACES_OF_USER = 100;
export const MAX_FACES_PER_CALL = 100;

/**
 * The UserId in Rekognition: SHA-256 of tenant and user, as base64url. The customer's own id may say something of the
 * person, and CloudTrail keeps the ids of requests for longer than an erasure allows.
 */
export const userVectorId = (tenant: string, userId: string): string =>
  createHash('sha256').update(`${tenant}#${userId}`, 'utf8').digest('base64url');

/** Why Rekognition does not take a face into a user's vector (API reference, UnsuccessfulFaceAssociation). */
export const associationFailure = z.enum([
  'FACE_NOT_FOUND',
  'ASSOCIATED_TO_A_DIFFERENT_USER',
  'LOW_MATCH_CONFIDENCE',
]);

export const leftOutFace = z.object({ face_id: z.string(), reason: associationFailure });
/** A mapped face that is no part of its user's vector; it is found as a face instead. */
export type LeftOutFace = z.infer<typeof leftOutFace>;

/** What tells which of two faces of a user is the better one. */
export interface RankedFace {
  readonly face_id: string;
  readonly source: 'selfie' | 'bulk';
  /** RFC 3339. */
  readonly created_at: string;
  /** Similarity with the document, in percent, where they were compared. */
  readonly similarity?: number;
}

/**
 * The faces of a user that have to give way so that no more than `room` are left: of lower quality first, then older.
 * A selfie of a live person is better than an image of a manifest, and one more like its document better than one less.
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
  /** In calls of at most {@link MAX_FACES_PER_CALL} faces; so are the others. */
  readonly associate: readonly (readonly string[])[];
  readonly disassociate: readonly (readonly string[])[];
  readonly createUser: boolean;
  readonly deleteUser: boolean;
  /** Calls of the operations that share one small quota. */
  readonly calls: number;
}

/**
 * What makes the vector of a user consist of the wanted faces and no other.
 * @param wanted ids of faces @param present ids of the faces that it has now
 */
export function planUserVector(wanted: readonly string[], present: readonly string[]): UserVectorPlan {
  const missing = difference(wanted, present);
  // to take the last face away is to delete the user, which takes all of them away at once
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
 * Token that makes a repeated call the same call: one change of one user's faces, one operation, the same faces. A
 * later change has a token of its own, or a user deleted and created again would stay deleted.
 */
export const userVectorToken = (revision: string, operation: string, faceIds: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([revision, operation, faceIds]))
    .digest('hex');

/** Seconds until a vector that is building is looked at again: 2, 4, 8 ... 60. */
export const lookAgainAfterSeconds = (looks: number): number => Math.min(2 ** (looks + 1), 60);
