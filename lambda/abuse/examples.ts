import type { Examples } from '../platform/route.ts';

const LOCKOUT = { state: 'timed_out', timeouts: 1, locked_until: '2026-03-02T12:30:00.000Z' };

export const ABUSE_EXAMPLES = {
  'get-user-lockout': { answer: LOCKOUT },
  'lift-user-lockout': {},
  'get-device-lockout': { answer: LOCKOUT },
  'lift-device-lockout': {},
} as const satisfies Examples;
