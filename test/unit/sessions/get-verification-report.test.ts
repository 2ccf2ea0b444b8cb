import { expect, it } from 'vitest';
import { getVerificationReport } from '../../../lambda/sessions/get-verification-report.ts';
import { aLivenessSession, anOperator, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

it('shows what only operators may know, with every liveness attempt of the session', async () => {
  const sessions = new InMemorySessionStore(aSession());
  sessions.addLiveness(
    aLivenessSession({ id: 'liveness-1', status: 'failed' }),
    aLivenessSession({ id: 'other', verification_session_id: 'vs_2' }),
  );
  const reportAt = (now: Date) => getVerificationReport(anOperator(), 'vs_1', { sessions, clock: () => now });
  expect(await reportAt(NOON)).toMatchObject({
    id: 'vs_1',
    device_id: 'phone-1',
    status: 'requires_input',
    billable_calls: {},
    liveness_sessions: [{ id: 'liveness-1', status: 'failed' }],
  });
  expect((await reportAt(minutesAfter(60))).status).toBe('expired');
});

it('refuses the session of another tenant', async () => {
  const sessions = new InMemorySessionStore(aSession());
  const caller = { ...anOperator(), tenant: 'other' };
  const asked = getVerificationReport(caller, 'vs_1', { sessions, clock: () => NOON });
  await expect(asked).rejects.toMatchObject({ code: 'not_found' });
});
