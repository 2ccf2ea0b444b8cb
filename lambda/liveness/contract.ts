import * as z from 'zod';
import { livenessChallenge } from '../kernel/liveness-challenge.ts';
import { livenessFeedback } from '../sessions/domain/liveness-session.ts';
import { sessionStatus } from '../sessions/domain/session-status.ts';

export const livenessSessionView = z
  .object({
    liveness_session_id: z.string().describe('For the FaceLivenessDetector component.'),
    region: z.string().describe('Region that the component must stream to.'),
    challenge: livenessChallenge,
    expires_at: z.iso.datetime(),
    credentials: z
      .object({
        access_key_id: z.string(),
        secret_access_key: z.string(),
        session_token: z.string(),
        expires_at: z.iso.datetime(),
      })
      .describe('May call StartFaceLivenessSession, and nothing else.'),
  })
  .meta({ id: 'LivenessSession' });

export const livenessResultView = z
  .object({
    passed: z.boolean(),
    feedback: z.array(livenessFeedback).describe('What the person can do better.'),
    attempts_remaining: z.int().min(0),
    status: sessionStatus.describe('Of the verification session.'),
    user_message_key: z.string().optional(),
    retryable: z.boolean().describe('Whether another liveness session may be created.'),
  })
  .meta({ id: 'LivenessResult' });
export type LivenessResultView = z.infer<typeof livenessResultView>;
