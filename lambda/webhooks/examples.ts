import type { Examples } from '../platform/route.ts';

const ENDPOINT = {
  id: 'we_01kjq8w0g3x7c9v2m5n8b4t6rd',
  url: 'https://hooks.example.com/face-idv',
  description: 'Account opening',
  event_types: ['verification_session.approved', 'verification_session.declined'],
  with_reasons: false,
  status: 'enabled',
  secrets: [{ id: 'ws_01kjq8w0g3x7c9v2m5n8b4t6re', created_at: '2026-11-20T09:30:00.000Z' }],
  created_at: '2026-11-20T09:30:00.000Z',
};
/** Not a secret of anybody. */
const SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';

/** Examples of the operations of webhooks. */
export const WEBHOOKS_EXAMPLES: Examples = {
  'list-webhook-endpoints': { answer: { data: [ENDPOINT] } },
  'create-webhook-endpoint': {
    body: {
      url: ENDPOINT.url,
      description: ENDPOINT.description,
      event_types: ENDPOINT.event_types,
    },
    answer: { ...ENDPOINT, secret: SECRET },
  },
  'get-webhook-endpoint': {
    answer: {
      ...ENDPOINT,
      status: 'disabled',
      disabled_reason: 'exhausted',
      disabled_at: '2026-11-21T03:05:07.000Z',
    },
  },
  'change-webhook-endpoint': { body: { status: 'enabled' }, answer: ENDPOINT },
  'rotate-webhook-secret': {
    body: { overlap_hours: 24 },
    answer: {
      ...ENDPOINT,
      secrets: [
        { id: 'ws_01kjt4c8m2x7c9v2m5n8b4t6rf', created_at: '2026-11-21T10:00:00.000Z' },
        { ...ENDPOINT.secrets[0], expires_at: '2026-11-22T10:00:00.000Z' },
      ],
      secret: SECRET,
    },
  },
  'send-webhook-test-event': { answer: { id: 'wd_01kjq8w0g3x7c9v2m5n8b4t6rg' } },
  'list-webhook-deliveries': {
    answer: {
      data: [
        {
          id: 'wd_01kjq9x1h4y8d0w3n6p9c5v7se',
          event_id: 'vs_01kjq9wz5c7n4h2d8e6f3g1j0k-4',
          event_type: 'verification_session.approved',
          status: 'pending',
          created_at: '2026-11-20T10:12:30.000Z',
          attempts: [{ at: '2026-11-20T10:12:31.000Z', duration_ms: 10_004, error: 'timed_out' }],
          next_attempt_at: '2026-11-20T10:12:47.000Z',
        },
        {
          id: 'wd_01kjq9w0h4y8d0w3n6p9c5v7sd',
          event_id: 'vs_01kjq9w05c7n4h2d8e6f3g1j0h-4',
          event_type: 'verification_session.declined',
          replay_id: 'wr_01kjqax1h4y8d0w3n6p9c5v7sf',
          status: 'delivered',
          created_at: '2026-11-20T10:12:00.000Z',
          attempts: [
            { at: '2026-11-20T10:12:01.000Z', duration_ms: 87, status_code: 503 },
            { at: '2026-11-20T10:12:07.000Z', duration_ms: 42, status_code: 204 },
          ],
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
  'replay-webhook-events': {
    body: { from: '2026-11-20T09:30:00.000Z', to: '2026-11-21T09:30:00.000Z' },
    answer: { id: 'wr_01kjqax1h4y8d0w3n6p9c5v7sf' },
  },
};
