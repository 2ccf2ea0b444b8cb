import * as z from 'zod/mini';
import { challengeVersion } from '../kernel/challenge-versions.ts';
import { livenessChallenge } from '../kernel/liveness-challenge.ts';
import { userMessageKey } from '../kernel/reason-code.ts';
import { livenessFeedback } from '../sessions/domain/liveness-session.ts';
import { sessionStatus } from '../sessions/domain/session-status.ts';

export const createLivenessSessionRequest = z
  .strictObject({
    challenge_versions: z
      .optional(z.partialRecord(livenessChallenge, challengeVersion))
      .check(
        z.describe(
          'Newest version of each challenge that the liveness component of the app can do. An app that names them learns of a retired version (`upgrade_required`) before its person takes a check.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'CreateLivenessSession' });
/** Versions that an app can do, by its own report. */
export type ClaimedVersions = NonNullable<z.infer<typeof createLivenessSessionRequest>['challenge_versions']>;

export const livenessSessionView = z
  .object({
    liveness_session_id: z.string().check(z.describe('Session id for the FaceLivenessDetector component.')),
    region: z.string().check(z.describe('Region to which the component must stream.')),
    challenge: livenessChallenge,
    expires_at: z.iso.datetime(),
    credentials: z
      .object({
        access_key_id: z.string(),
        secret_access_key: z.string(),
        session_token: z.string(),
        expires_at: z.iso.datetime(),
      })
      .check(z.describe('Temporary credentials that allow StartFaceLivenessSession only.')),
  })
  .register(z.globalRegistry, { id: 'LivenessSession' });

export const livenessResultView = z
  .object({
    passed: z.boolean(),
    feedback: z.array(livenessFeedback).check(z.describe('Hints for the person before the next attempt.')),
    attempts_remaining: z.int().check(z.minimum(0)),
    status: sessionStatus.check(z.describe('Status of the verification session.')),
    user_message_key: z.optional(userMessageKey),
    retryable: z
      .boolean()
      .check(z.describe('Whether another liveness session may be created; false once the check has passed.')),
  })
  .register(z.globalRegistry, { id: 'LivenessResult' });
export type LivenessResultView = z.infer<typeof livenessResultView>;
