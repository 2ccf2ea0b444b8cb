import type { Examples } from '../platform/route.ts';
import { ready } from '../sessions/examples.ts';

export const REGISTRATION_EXAMPLES = {
  'submit-verification-session': { answer: { ...ready, status: 'processing' } },
} as const satisfies Examples;
