import type { Examples } from '../platform/route.ts';
import { ready } from '../sessions/examples.ts';

export const REGISTRATION_EXAMPLES = {
  'review-verification-session': {
    body: { outcome: 'search_again', note: 'shard 2 is back' },
    answer: { ...ready, status: 'processing' },
  },
  'submit-verification-session': { answer: { ...ready, status: 'processing' } },
} as const satisfies Examples;
