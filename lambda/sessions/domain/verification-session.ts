import * as z from 'zod';
import { imageReference } from '../../images/domain/image-reference.ts';
import { check, checkName } from '../../kernel/check.ts';
import { decision } from '../../kernel/decision.ts';
import { sensitivity } from '../../kernel/sensitivity.ts';
import { userId } from '../../kernel/user-id.ts';
import { review } from './review.ts';
import { sessionStatus } from './session-status.ts';

export const sessionType = z.enum(['registration', 'authentication']);
export type SessionType = z.infer<typeof sessionType>;

/** The customer's own id of a device; failed liveness checks are counted by it. */
export const deviceId = z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/, {
  error: 'must be 1 to 128 letters, digits, or _ . : -',
});

/** Proof that the person agreed to the processing of their face, and to which notice. */
export const consent = z.object({ given_at: z.iso.datetime(), notice_version: z.string() });

/** The one lifecycle object, as it is stored. */
export const verificationSession = z.object({
  id: z.string(),
  tenant: z.string(),
  type: sessionType,
  user_id: userId,
  sensitivity,
  status: sessionStatus,
  device_id: deviceId.optional(),
  consent,
  /** What a shard key may name, such as a country. */
  attributes: z.record(z.string(), z.string()),
  created_at: z.iso.datetime(),
  /** Until when the person may submit. */
  expires_at: z.iso.datetime(),
  /** When the session and its report are forgotten. */
  retained_until: z.iso.datetime(),
  submitted_at: z.iso.datetime().optional(),
  /** Runs of the workflow; absent before a second one. */
  runs: z.int().min(2).optional(),
  /** When the latest of them began. */
  resumed_at: z.iso.datetime().optional(),
  /** Failed liveness checks so far. */
  liveness_failures: z.int().min(0),
  /** With this many the session is declined; the policy's number when the session was created. */
  liveness_failures_allowed: z.int().min(1),
  /** Reference image of the liveness check that was passed; nobody can name another. */
  selfie: imageReference.optional(),
  document: imageReference.optional(),
  checks: z.partialRecord(checkName, check),
  review: review.optional(),
  decision: decision.optional(),
});
export type VerificationSession = z.infer<typeof verificationSession>;

/** The session's status now: one that waited for the person for too long has expired, whoever wrote that down. */
export const hasExpired = (session: VerificationSession, now: Date): boolean =>
  session.status === 'requires_input' && Date.parse(session.expires_at) <= now.getTime();
