import type { Examples } from '../platform/route.ts';

export const STEP_UP_EXAMPLES = {
  'consume-step-up-proof': {
    answer: {
      jti: 'sup_01kjq8w0g3x7c9v2m5n8b4t6ra',
      session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
      user_id: 'customer-4711',
      acr: 'urn:face-idv:step-up:sensitive',
      transaction_sha256: '7e5b5d1ab0b0d3d0fbb0c8f1a8d4a7c0f6f2c7b6bb5d9b7e2f9a6f0f1c2d3e4f',
      auth_time: 1772452920,
      consumed_at: '2026-03-02T12:02:30.000Z',
    },
  },
} as const satisfies Examples;
