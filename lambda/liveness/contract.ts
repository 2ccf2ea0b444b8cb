import * as z from 'zod';
import { livenessChallenge } from '../kernel/liveness-challenge.ts';
import { userMessageKey } from '../kernel/reason-code.ts';
import { livenessFeedback } from '../sessions/domain/liveness-session.ts';
import { sessionStatus } from '../sessions/domain/session-status.ts';

export const livenessSessionView = z
  .object({
    liveness_session_id: z.string().describe('Session id for the FaceLivenessDetector component.'),
    region: z.string().describe('Region to which the component must stream.'),
    challenge: livenessChallenge,
    expires_at: z.iso.datetime(),
    credentials: z
      .object({
        access_key_id: z.string(),
        secret_access_key: z.string(),
        session_token: z.string(),
        expires_at: z.iso.datetime(),
      })
      .describe('Temporary credentials that allow StartFaceLivenessSession only.'),
  })
  .meta({ id: 'LivenessSession' });

export const livenessResultView = z
  .object({
    passed: z.boolean(),
    feedback: z.array(livenessFeedback).describe('Hints for the person before the next attempt.'),
    attempts_remaining: z.int().min(0),
    status: sessionStatus.describe('Status of the verification session.'),
    user_message_key: userMessageKey.optional(),
    retryable: z
      .boolean()
      .describe('Whether another liveness session may be created; false once the check has passed.'),
  })
  .meta({ id: 'LivenessResult' });
export type LivenessResultView = z.infer<typeof livenessResultView>;
