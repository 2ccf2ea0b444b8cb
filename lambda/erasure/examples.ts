import type { Examples } from '../platform/route.ts';

const erasure = {
  id: 'era_01kjq8w0g3x7c9v2m5n8b4t6rf',
  state: 'running',
  cause: 'backend',
  requested_at: '2026-03-02T12:00:00.000Z',
  erased_at: '2026-03-02T12:00:00.000Z',
  due_at: '2026-04-01T12:00:00.000Z',
  completed_at: null,
  steps: [
    {
      store: 'faces',
      state: 'confirmed',
      removed: 1,
      left: 0,
      checked_at: '2026-03-02T12:00:04.000Z',
      problem: null,
    },
    {
      store: 'replicas',
      state: 'unconfirmed',
      removed: 0,
      left: 1,
      checked_at: '2026-03-02T12:00:04.000Z',
      problem: null,
    },
  ],
  unconfirmed: ['replicas'],
  held_entries: [],
  receipt: null,
} as const;

const {
  steps: _steps,
  unconfirmed: _unconfirmed,
  held_entries: _held,
  receipt: _receipt,
  ...summary
} = erasure;

export const ERASURE_EXAMPLES = {
  'request-erasure': { answer: erasure },
  'list-erasure-requests': { answer: { data: [summary], has_more: false, next_cursor: null } },
  'get-erasure-request': { answer: erasure },
} as const satisfies Examples;
