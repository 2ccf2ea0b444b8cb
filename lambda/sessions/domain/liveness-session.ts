import * as z from 'zod/mini';
import { imageReference } from '../../images/domain/image-reference.ts';
import { livenessChallenge } from '../../kernel/liveness-challenge.ts';
import { sessionType } from '../../kernel/session-type.ts';

/** Lifetime of a Face Liveness session and its images in Rekognition; a session is good for one check. */
export const LIVENESS_SESSION_LIFETIME_MS = 180_000;

/** Rekognition's feedback codes for the person. */
export const livenessFeedback = z.enum([
  'FACE_NOT_VISIBLE',
  'FACE_OBSTRUCTION_DETECTED',
  'LOW_VIDEO_QUALITY_DETECTED',
  'FACE_NOT_ALIGNED',
  'EYES_CLOSED_DETECTED',
  'LOW_LIGHTING_DETECTED',
  'HIGH_LIGHTING_DETECTED',
]);
export type LivenessFeedback = z.infer<typeof livenessFeedback>;

/** The challenge that a person was given: the requested one, or another that their component supports. */
export const takenChallenge = z.object({
  type: z.string(),
  version: z.string(),
  sdk_type: z
    .exactOptional(z.string())
    .check(z.describe('SDK of the app, as the app reports it: Rekognition does not verify it.')),
});
export type TakenChallenge = z.infer<typeof takenChallenge>;

/** The score of a check, what it was compared with, and what both depend on. */
export const livenessScore = z.object({
  /** In percent, as the threshold. */
  confidence: z.number(),
  min_confidence: z.number(),
  /** Fingerprint of the policy that judged it. */
  policy_version: z.string(),
  challenge: z.optional(takenChallenge),
});
export type LivenessScore = z.infer<typeof livenessScore>;

/** Binds Rekognition's session to tenant, user, verification, device and purpose. */
export const livenessSession = z.object({
  /** Rekognition's SessionId. */
  id: z.string(),
  tenant: z.string(),
  verification_session_id: z.string(),
  user_id: z.string(),
  device_id: z.optional(z.string()),
  purpose: sessionType,
  challenge: livenessChallenge,
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** The same as for its verification session. */
  retained_until: z.iso.datetime(),
  status: z.enum(['created', 'passed', 'failed', 'expired']),
  feedback: z.optional(z.array(livenessFeedback)),
  audit_images: z.optional(z.array(imageReference)),
  /** Absent until the check is completed, and if the response lacks it. */
  taken_challenge: z.optional(takenChallenge),
  /** Absent until the check is completed, and if it got no score. */
  score: z.optional(livenessScore),
});
export type LivenessSession = z.infer<typeof livenessSession>;
