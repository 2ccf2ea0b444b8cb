import type { Examples } from '../platform/route.ts';

export const TEST_MODE_EXAMPLES = {
  'simulate-verification-session': {
    body: { outcome: 'fail', reason: 'document_image_too_blurry' },
    answer: {
      id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
      livemode: false,
      type: 'registration',
      user_id: 'customer-4711',
      sensitivity: 'regular',
      status: 'requires_input',
      created_at: '2026-03-02T12:00:00.000Z',
      expires_at: '2026-03-02T13:00:00.000Z',
      liveness_passed: true,
      attempts_remaining: 2,
      document_required: true,
      document_requested: false,
      consent: { notice_version: '2026-01' },
      last_error: { code: 'photograph_again', user_message_key: 'photograph_document_sharper' },
    },
  },
} as const satisfies Examples;
