import type { Examples } from '../platform/route.ts';

const SECRET = 'acme.vs_01kjq8w0g3x7c9v2m5n8b4t6ra.q0d4mWcVvV1o0Zb1Yx3Q9s8Jb2l6nT5uP7eR4kA1hLg';

export const CLIENT_SESSIONS_EXAMPLES = {
  'create-capture-link': {
    answer: {
      url: `https://app.example.com/capture#capture=${SECRET}`,
      expires_at: '2026-03-02T12:10:00.000Z',
    },
  },
  'exchange-capture-link': {
    body: { secret: SECRET },
    answer: { client_token: 'eyJ...', client_token_expires_at: '2026-03-03T13:00:00.000Z' },
  },
} as const satisfies Examples;
