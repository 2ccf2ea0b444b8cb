import type { FaceBox } from '../faces/analysis.ts';
import type { ConfidencePart } from './confidence.ts';
import type { FeedbackCode } from './feedback.ts';

/** @see LivenessSessionStatus of the Rekognition service model */
export type SessionStatus = 'CREATED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED';

export type ChallengeType = 'FaceMovementAndLightChallenge' | 'FaceMovementChallenge';

export interface Challenge {
  readonly type: ChallengeType;
  /** `major.minor.patch`. */
  readonly version: string;
}

/** A session and all its images are gone this long after it was created. @see CreateFaceLivenessSession */
export const SESSION_LIFE_MS = 3 * 60 * 1000;

/** Where a finished session's image is: in our own folder, or in the bucket that the caller named. */
export type ImageLocation =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string };

export interface StoredImage {
  readonly location: ImageLocation;
  /** The face in it; absent when none was found. */
  readonly box?: FaceBox;
}

export interface SessionResult {
  /** 0 to 100. */
  readonly confidence: number;
  /** The parts of the confidence: shown to the developer only, never in an AWS response. */
  readonly parts: readonly ConfidencePart[];
  readonly feedback: readonly FeedbackCode[];
  readonly reference?: StoredImage;
  readonly auditImages: readonly StoredImage[];
}

export interface LivenessSession {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly status: Exclude<SessionStatus, 'EXPIRED'>;
  readonly clientRequestToken?: string;
  /** In order of preference; what the client can do decides when it connects. */
  readonly challenges: readonly Challenge[];
  /** The challenge that was issued; absent until somebody stands in front of the camera. */
  readonly challenge?: Challenge;
  /** 0 to 4. */
  readonly auditImagesLimit: number;
  readonly output?: { readonly bucket: string; readonly prefix: string };
  readonly kmsKeyId?: string;
  /** The client's own description of itself. */
  readonly sdkType?: string;
  readonly result?: SessionResult;
  /** Why a FAILED session failed: for the person at the keyboard. */
  readonly failure?: string;
}

/** Allowed transitions of a session. A session is used once: nothing leads back to CREATED. */
const NEXT_STATUSES: Readonly<Record<LivenessSession['status'], readonly LivenessSession['status'][]>> = {
  CREATED: ['IN_PROGRESS'],
  IN_PROGRESS: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
};

export function mayBecome(session: LivenessSession, status: LivenessSession['status']): boolean {
  return NEXT_STATUSES[session.status].includes(status);
}

/** The status that AWS would return at that time. */
export function statusAt(session: LivenessSession, nowMs: number): SessionStatus {
  return isFinished(session) || !isPastLife(session, nowMs) ? session.status : 'EXPIRED';
}

/**
 * Whether the session can still be asked for. A finished one is gone with its life; one that was never
 * finished answers EXPIRED for as long again, so that a client that polls learns why there is no result.
 */
export function isKnownAt(session: LivenessSession, nowMs: number): boolean {
  return nowMs < session.createdAtMs + (isFinished(session) ? 1 : 2) * SESSION_LIFE_MS;
}

function isFinished(session: LivenessSession): boolean {
  return NEXT_STATUSES[session.status].length === 0;
}

function isPastLife(session: LivenessSession, nowMs: number): boolean {
  return nowMs >= session.createdAtMs + SESSION_LIFE_MS;
}
