import { describe, expect, it } from 'vitest';
import { readSession, requireOpen, stateProblem } from '../../../lambda/sessions/session-access.ts';
import {
  aBackend,
  aCaller,
  anOperator,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

describe('reading a session', () => {
  const sessions = new InMemorySessionStore(aSession());

  it('shows it to its user, to backends and to operators', async () => {
    for (const caller of [aCaller(), aBackend(), anOperator()])
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
    const otherTenant = { ...anOperator(), tenant: 'other' };
    await expect(readSession(sessions, otherTenant, 'vs_1')).rejects.toMatchObject(refusal('vs_1'));
  });
});

describe('a session that has to be open', () => {
  function aGuard(session = aSession()) {
    const { emit, metrics } = recordedMetrics();
    const sessions = new InMemorySessionStore(session);
    const check = (now: Date) => requireOpen(session, now, { sessions, emit });
    return { check, metrics, status: () => sessions.stored(TENANT, 'vs_1').status };
  }

  it('is one that waits for its person', async () => {
    const { check, metrics, status } = aGuard();
    await check(minutesAfter(59));
    expect(status()).toBe('requires_input');
    expect(metrics).toEqual([]);
  });

  it('is refused once its time is over, which is written down and counted once', async () => {
    const { check, metrics, status } = aGuard();
    const refusal = {
      code: 'session_expired',
      message: `verification session vs_1 expired at ${minutesAfter(60).toISOString()}; create a new one`,
    };
    for (const _time of ['first', 'second'])
      await expect(check(minutesAfter(60))).rejects.toMatchObject(refusal);
    expect(status()).toBe('expired');
    expect(metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions: { Type: 'registration', Outcome: 'expired' } },
    ]);
  });

  it('is refused as expired where somebody wrote that down, whatever the clock says', async () => {
    const { check, metrics } = aGuard(aSession({ status: 'expired' }));
    await expect(check(NOON)).rejects.toMatchObject({ code: 'session_expired' });
    expect(metrics).toEqual([]);
  });

  it.each(['processing', 'in_review', 'approved', 'declined', 'canceled', 'error'] as const)(
    'is refused while it is %s',
    async (status) => {
      const { check } = aGuard(aSession({ status }));
      await expect(check(minutesAfter(61))).rejects.toEqual(stateProblem(aSession({ status })));
      expect(stateProblem(aSession({ status }))).toMatchObject({
        code: 'invalid_state',
        message: `verification session vs_1 is ${status}`,
      });
    },
  );
});
