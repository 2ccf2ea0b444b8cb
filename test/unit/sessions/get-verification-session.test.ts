import { expect, it } from 'vitest';
import { getVerificationSession } from '../../../lambda/sessions/get-verification-session.ts';
import { aCaller, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const sessions = new InMemorySessionStore(aSession());

it('shows a session as its client may see it, at this moment', async () => {
  const at = (now: Date) => getVerificationSession(aCaller(), 'vs_1', { sessions, clock: () => now });
  expect(await at(NOON)).toMatchObject({ id: 'vs_1', status: 'requires_input', attempts_remaining: 5 });
  expect((await at(minutesAfter(60))).status).toBe('expired');
});

it('refuses whoever may not know of the session', async () => {
  const stranger = aCaller(['self'], 'user-2');
  const asked = getVerificationSession(stranger, 'vs_1', { sessions, clock: () => NOON });
  await expect(asked).rejects.toMatchObject({ code: 'not_found' });
});
