import { expect, it } from 'vitest';
import { openSessions, unexpired } from '../../../../lambda/sessions/domain/open-sessions.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const at = (minute: number) => ({ id: `vs_${minute}`, expires_at: minutesAfter(minute).toISOString() });

it('removes what has expired, at the very moment, and keeps order and revision', () => {
  const open = { revision: 4, sessions: [at(2), at(0), at(-1), at(1)] };
  expect(unexpired(open, NOON)).toEqual({ revision: 4, sessions: [at(2), at(1)] });
});

it('reads what was written, and nothing else', () => {
  const row = { revision: 1, sessions: [at(1)] };
  expect(openSessions.parse({ ...row, pk: 'acme#open-sessions#user#user-1' })).toEqual(row);
  expect(openSessions.safeParse({ ...row, revision: -1 }).success).toBe(false);
});
