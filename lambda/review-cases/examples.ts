import type { Examples } from '../platform/route.ts';

const USER = {
  user_id: 'customer-4711',
  face_id: '11111111-2222-4333-8444-555555555555',
  collection_id: 'face-idv-prod.acme.g1.3',
  session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6ra',
  enrolled_at: '2026-03-02T12:02:02.000Z',
};

export const REVIEW_CASES_EXAMPLES = {
  'list-review-cases': {
    answer: {
      data: [
        {
          id: 'rc_01kjq8w0g3x7c9v2m5n8b4t6rd',
          reason: 'possible_duplicate',
          status: 'open',
          revision: 1,
          opened_at: '2026-03-02T12:04:00.000Z',
          due_at: '2026-03-03T12:04:00.000Z',
          overdue: false,
          four_eyes: false,
          possible_findings: ['allow_pair', 'same_person', 'attack'],
          notes: [],
          findings: [],
          earlier: [],
          users: [
            USER,
            {
              ...USER,
              user_id: 'customer-4712',
              face_id: '66666666-2222-4333-8444-555555555555',
              session_id: 'vs_01kjq8w0g3x7c9v2m5n8b4t6rc',
              enrolled_at: '2026-03-02T12:02:03.000Z',
            },
          ],
          similarity: 99.4,
          face_model_version: '7.0',
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
} as const satisfies Examples;
