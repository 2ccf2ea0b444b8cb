import type { Examples } from '../platform/route.ts';

export const DATA_ACCESS_EXAMPLES = {
  'export-user-data': {
    answer: {
      user_id: 'customer-4711',
      exported_at: '2026-06-01T09:00:00.000Z',
      sessions: [
        {
          id: 'vs_01kjqa3m5t8y1d4w7p0r6c9s2e',
          type: 'step_up',
          status: 'approved',
          created_at: '2026-03-02T12:30:00.000Z',
          decided_at: '2026-03-02T12:30:41.000Z',
          device_id: 'phone-1',
          transaction: { amount: '250.00', currency: 'EUR', payee: 'Alice Example' },
          transaction_sha256: '75921b1185465bfc6965fad9f8eb476ccb23dca7d7d69c3eaa15af96b14d674f',
          consent: { given_at: '2026-03-02T12:30:00.000Z', notice_version: '2026-01' },
          policy: { id: 'step_up', version: 1 },
          kept_until: '2026-05-31T12:30:00.000Z',
        },
        {
          id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rc',
          type: 'registration',
          status: 'approved',
          created_at: '2026-03-02T12:00:00.000Z',
          decided_at: '2026-03-02T12:02:02.000Z',
          device_id: 'phone-1',
          consent: { given_at: '2026-03-02T12:00:00.000Z', notice_version: '2026-01' },
          policy: { id: 'registration', version: 1 },
          kept_until: '2026-05-31T12:00:00.000Z',
        },
      ],
      has_more: false,
      next_cursor: null,
      consents: [
        {
          id: 'cr_01kjq8w0g3x7c9v2m5n8b4t6rd',
          purpose: 'identity_verification',
          notice_version: '2026-01',
          text_sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          locale: 'en',
          jurisdiction: 'US-IL',
          channel: 'app',
          given_at: '2026-03-02T12:00:00.000Z',
          session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rc',
        },
      ],
      faces: [
        {
          face_id: '5f2c1e0a-8c53-4c57-9a4b-0d9f6f0f1c2b',
          image_id: 'img_01kjq8w0g3x7c9v2m5n8b4t6rc',
          face_model_version: '7.0',
          source: 'selfie',
          enrolled_at: '2026-03-02T12:00:00.000Z',
          kept_until: '2029-01-30T12:00:00.000Z',
        },
      ],
      pictures: [
        {
          kind: 'enrolled',
          image_id: 'img_01kjq8w0g3x7c9v2m5n8b4t6rc',
          kept_until: '2029-01-30T12:00:00.000Z',
        },
      ],
      lockout: { state: 'open', locked_until: null },
      allowed_pairs: 0,
      last_interaction_at: '2026-03-02T12:00:00.000Z',
      categories: [
        {
          data: 'sessions with outcomes, devices and the transactions that you were asked to approve',
          purpose: 'prove and explain decisions',
          recipients:
            'the company that you are a customer of, and Amazon Web Services, which stores it for them',
        },
      ],
    },
  },
  'explain-decision': {
    answer: {
      session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rc',
      type: 'authentication',
      status: 'declined',
      decided_at: '2026-03-02T12:02:02.000Z',
      decided_by: 'automated',
      policy: { id: 'authentication', version: 3 },
      user_message_key: 'verification_declined',
      checked: ['a live person is in front of the camera', 'the person is the user who enrolled before'],
      outcome:
        'The checks together did not confirm the identity. Details are not given, to protect all customers.',
      advice: 'Ask customer service for a review, or for another way to verify.',
      contest:
        'Ask customer service to have a person look at the decision, and add what they should know. They find it by session_id, as long as its records are kept.',
      contest_until: '2026-05-31T12:00:00.000Z',
    },
  },
} as const satisfies Examples;
