import type { Examples } from '../platform/route.ts';

const ENTRY = {
  id: 'wle_01kjq8w0g3x7c9v2m5n8b4t6rc',
  list_id: 'fraud',
  state: 'active',
  reason: { code: 'confirmed_fraud', text: 'charge-backs of March, case 4711' },
  source: 'fraud team',
  expires_at: '2028-03-01T00:00:00.000Z',
  added_by: 'olivia',
  added_at: '2026-03-02T12:00:00.000Z',
  session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rd',
} as const;
const { session_id: _session, ...UPLOADED } = ENTRY;

export const WATCHLIST_EXAMPLES = {
  'list-watchlists': { answer: { data: [{ id: 'fraud' }, { id: 'sanctioned' }] } },
  'create-watchlist-entry': {
    body: {
      reason: { code: 'confirmed_fraud', text: 'charge-backs of March, case 4711' },
      source: 'fraud team',
      expires_at: '2028-03-01T00:00:00.000Z',
      content_type: 'image/jpeg',
    },
    answer: {
      ...UPLOADED,
      state: 'pending',
      upload: { url: 'https://face-idv-evidence.s3.eu-west-1.amazonaws.com/', fields: { key: 'acme/...' } },
      max_bytes: 15_728_640,
      upload_expires_at: '2026-03-02T12:05:00.000Z',
    },
  },
  'complete-watchlist-entry': { answer: ENTRY },
  'list-watchlist-entries': { answer: { data: [ENTRY], has_more: false, next_cursor: null } },
  'get-watchlist-entry': { answer: ENTRY },
  'delete-watchlist-entry': {},
} as const satisfies Examples;
