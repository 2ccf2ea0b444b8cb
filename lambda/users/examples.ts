import type { Examples } from '../platform/route.ts';

export const USERS_EXAMPLES = {
  'list-user-faces': {
    answer: {
      data: [
        {
          face_id: '5f2c1e0a-8c53-4c57-9a4b-0d9f6f0f1c2b',
          collection_id: 'face-idv.acme.g1.2',
          image_id: 'img_01kjq8w0g3x7c9v2m5n8b4t6rc',
          face_model_version: '7.0',
          source: 'selfie',
          created_at: '2026-03-02T12:02:02.000Z',
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
  'delete-user-face': {},
} as const satisfies Examples;
