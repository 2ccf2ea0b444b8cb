import type { Examples } from '../platform/route.ts';

const TOKEN = 'acme.rl_01kjq8w0g3x7c9v2m5n8b4t6rd.q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';

export const REPUDIATIONS_EXAMPLES = {
  'create-repudiation-link': { answer: { token: TOKEN, expires_at: '2026-04-01T12:02:02.000Z' } },
  'repudiate-enrollment': { answer: { status: 'frozen' } },
  'release-user': {},
  'repudiate-by-link': { body: { token: TOKEN }, answer: { status: 'frozen' } },
} as const satisfies Examples;
