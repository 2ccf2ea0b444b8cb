import type { Examples } from '../platform/route.ts';

export const AUDIT_EXAMPLES = {
  'list-audit-entries': {
    answer: {
      data: [
        {
          id: 'aud_01kjq8w0g3x7c9v2m5n8b4t6rd',
          at: '2026-03-02T12:10:00.000Z',
          subject: '7f3c2b1a-9d8e-4f60-a1b2-c3d4e5f60718',
          action: 'lockout.lift',
          target: '/users/customer-4711/lockout',
          reason: 'identity proven by phone, ticket 4711',
          request_id: '9f1d6b1c-3f0e-4a55-8a53-1d2c3b4a5f60',
          ended_at: '2026-03-02T12:10:00.120Z',
          outcome: 'done',
        },
        {
          id: 'aud_01kjq8w0g3x7c9v2m5n8b4t6rc',
          at: '2026-03-02T12:08:00.000Z',
          subject: '7f3c2b1a-9d8e-4f60-a1b2-c3d4e5f60718',
          action: 'migration.cut-over',
          target: '/migrations/mig_01kjq8w0g3x7c9v2m5n8b4t6ra/cut-over',
          request_id: '4b6f0c1e-2a9d-4c33-9e57-8d1f2a3b4c5d',
          ended_at: '2026-03-02T12:08:00.090Z',
          outcome: 'refused',
          code: 'invalid_state',
        },
        {
          id: 'aud_01kjq8w0g3x7c9v2m5n8b4t6rb',
          at: '2026-03-02T12:07:00.000Z',
          subject: '4l7q2v9c1n8f5k3m6p0r2t4w7y',
          client_id: '4l7q2v9c1n8f5k3m6p0r2t4w7y',
          action: 'report.read',
          target: '/verification-sessions/vs_01kjq8w0g3x7c9v2m5n8b4t6rd/report',
          request_id: '2c8a5e7d-6b1f-4d90-8e34-7f9a0b1c2d3e',
          ended_at: '2026-03-02T12:07:00.070Z',
          outcome: 'done',
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
} as const satisfies Examples;
