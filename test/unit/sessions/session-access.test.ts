import { describe, expect, it } from 'vitest';
import { Problem } from '../../../lambda/kernel/problem.ts';
import { readSession, requireOpen, stateProblem } from '../../../lambda/sessions/session-access.ts';
import {
  aBackend,
  aCaller,
  aClient,
  anOperator,
  aSession,
  minutesAfter,
  NOON,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

describe('reading a session', () => {
  const sessions = new InMemorySessionStore(aSession());

  it('shows it to its user, to backends and to operators', async () => {
    for (const caller of [aCaller(), aBackend(), anOperator(), aClient('vs_1')])
      expect((await readSession(sessions, caller, 'vs_1')).id).toBe('vs_1');
  });

  it("refuses another user's and another tenant's session as if there were none", async () => {
    const refusal = (id: string) => ({
      code: 'not_found',
      message: `verification session ${id} does not exist`,
    });
    const aStranger = aCaller(['self'], 'user-2');
    await expect(readSession(sessions, aStranger, 'vs_9')).rejects.toMatchObject(refusal('vs_9'));
    await expect(readSession(sessions, aStranger, 'vs_1')).rejects.toMatchObject(refusal('vs_1'));
    await expect(readSession(sessions, aClient('vs_2'), 'vs_1')).rejects.toMatchObject(refusal('vs_1'));
    const otherTenant = { ...anOperator(), tenant: 'other' };
    await expect(readSession(sessions, otherTenant, 'vs_1')).rejects.toMatchObject(refusal('vs_1'));
  });
});

describe('a session that has to be open', () => {
  const check = (now: Date, session = aSession()) => requireOpen(session, now);

  it('is one that waits for its person', () => {
    expect(() => check(minutesAfter(59))).not.toThrow();
  });

  it('is refused once its time is over, whatever the person has done', () => {
    const refusal = new Problem(
      'session_expired',
      `verification session vs_1 expired at ${minutesAfter(60).toISOString()}; create a new one`,
    );
    expect(() => check(minutesAfter(60))).toThrow(refusal);
    expect(() => check(minutesAfter(60), aSession({ liveness_failures: 1 }))).toThrow(refusal);
  });

  it.each(['expired', 'abandoned'] as const)('is refused as expired once it is %s', (status) => {
    expect(() => check(NOON, aSession({ status }))).toThrow(
      expect.objectContaining({ code: 'session_expired' }),
    );
  });

  it.each(['processing', 'in_review', 'approved', 'declined', 'canceled', 'error'] as const)(
    'is refused while it is %s',
    (status) => {
      expect(() => check(minutesAfter(61), aSession({ status }))).toThrow(stateProblem(aSession({ status })));
      expect(stateProblem(aSession({ status }))).toMatchObject({
        code: 'invalid_state',
        message: `verification session vs_1 is ${status}`,
      });
    },
  );
});
