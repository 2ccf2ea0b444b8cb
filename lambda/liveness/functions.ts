import * as z from 'zod/mini';
import { GET, IDEMPOTENCY, PUT, QUERY, READ_IMAGE, UPDATE } from '../platform/access.ts';
import { api, evidence, generations, mapping, policies } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { everyone } from '../platform/route.ts';
import { createLivenessSessionRequest, livenessResultView, livenessSessionView } from './contract.ts';

export const LIVENESS_FUNCTIONS = {
  'liveness-api': {
    environment: z.object({
      ...api,
      ...evidence,
      ...policies,
      ...mapping,
      ...generations,
      LIVENESS_CLIENT_ROLE_ARN: z.string().check(z.minLength(1)),
    }),
    access: {
      sessions: [GET, PUT, UPDATE, QUERY],
      // whether the user is enrolled: the claim, and the mapped faces; captures that look alike
      control: [...IDEMPOTENCY, QUERY],
      faceMapping: [QUERY],
      // CreateFaceLivenessSession writes its images with the caller's rights; passed ones are compared
      evidence: ['s3:PutObject', ...READ_IMAGE],
      stateless: ['rekognition:CreateFaceLivenessSession', 'rekognition:GetFaceLivenessSessionResults'],
    },
    routes: {
      'create-liveness-session': {
        method: 'POST',
        path: '/verification-sessions/{id}/liveness-sessions',
        client: '/client-session/liveness-sessions',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'liveness_session.create' },
        idempotent: true,

        summary: 'Create a liveness check.',
        body: createLivenessSessionRequest,
        success: {
          status: 201,
          description: 'Session id, region and credentials for the FaceLivenessDetector component.',
          schema: livenessSessionView,
        },
        problems: [
          'not_found',
          'invalid_state',
          'user_already_enrolled',
          'user_not_enrolled',
          'consent_withdrawn',
          'face_limit_reached',
          'liveness_already_passed',
          'liveness_session_expired',
          'session_expired',
          'upgrade_required',
          'test_session',
          'liveness_locked_out',
          'liveness_blocked',
          'too_many_open_sessions',
        ],
      },
      'complete-liveness-session': {
        method: 'POST',
        path: '/verification-sessions/{id}/liveness-sessions/{liveness_session_id}/complete',
        client: '/client-session/liveness-sessions/{liveness_session_id}/complete',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'liveness_session.complete' },
        idempotent: true,

        summary: 'Complete a liveness check.',
        success: {
          status: 200,
          description: 'Whether the check passed. Scores are never returned.',
          schema: livenessResultView,
        },
        problems: [
          'not_found',
          'invalid_state',
          'session_expired',
          'consent_withdrawn',
          'liveness_locked_out',
          'liveness_blocked',
          'liveness_already_passed',
          'liveness_not_taken',
          'liveness_session_already_used',
          'liveness_session_expired',
          'test_session',
        ],
      },
    },
  },
} as const satisfies FunctionDefinitions;
