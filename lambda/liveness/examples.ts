import type { Examples } from '../platform/route.ts';

export const LIVENESS_EXAMPLES = {
  'create-liveness-session': {
    body: { challenge_versions: { FaceMovementAndLightChallenge: '2.0.0', FaceMovementChallenge: '1.0.0' } },
    answer: {
      liveness_session_id: '0b0c1f5e-6d0a-4d5c-9c3a-2f3c7a1f8e11',
      region: 'eu-west-1',
      challenge: 'FaceMovementAndLightChallenge',
      expires_at: '2026-03-02T12:03:00.000Z',
      credentials: {
        access_key_id: 'ASIAEXAMPLE',
        secret_access_key: 'example-secret',
        session_token: 'example-token',
        expires_at: '2026-03-02T12:15:00.000Z',
      },
    },
  },
  'complete-liveness-session': {
    answer: {
      passed: false,
      feedback: ['LOW_LIGHTING_DETECTED'],
      attempts_remaining: 4,
      status: 'requires_input',
      user_message_key: 'repeat_liveness_check',
      retryable: true,
    },
  },
} as const satisfies Examples;
