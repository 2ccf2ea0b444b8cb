import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { refuseKnownOutcome } from '../../../lambda/sessions/refuse-known-outcome.ts';
import { aClaim, aMapping, aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aGate() {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore();
  const enrollments = new InMemoryEnrollments(sessions);
  const ledgers = sessions.lockouts;
  const dependencies = { ledgers, enrollments, mappings: enrollments, policy: DEFAULT_POLICY, emit };
  return {
    ...dependencies,
    metrics,
    ask: (session: VerificationSession = aSession(), now = NOON) =>
      refuseKnownOutcome(session, 'session', now, dependencies),
  };
}
const aLogin = (user_id = 'user-1') => aSession({ type: 'authentication', user_id });

describe('a session whose outcome is known', () => {
  it('is none of a user who is not enrolled and registers, or is enrolled and logs in', async () => {
    const gate = aGate();
    await gate.ask();
    gate.enrollments.mappings.set('face-1', aMapping());
    await gate.ask(aLogin());
    expect(gate.metrics).toEqual([]);
  });

  it('is a registration of an enrolled user, but not while another session only claims the user', async () => {
    const gate = aGate();
    gate.enrollments.claims.set('acme#user-1', aClaim({ session_id: 'vs_0' }));
    await gate.ask();
    gate.enrollments.claims.set('acme#user-1', aClaim({ session_id: 'vs_0', state: 'enrolled' }));
    await expect(gate.ask()).rejects.toMatchObject({
      code: 'user_already_enrolled',
      message: 'user user-1 is enrolled; create an authentication instead',
    });
    expect(gate.metrics).toEqual([
      {
        name: 'VerificationRefused',
        value: 1,
        dimensions: { Step: 'session', ReasonCode: 'user_already_enrolled' },
      },
    ]);
    expect(gate.ledgers.ledgers.size).toBe(0);
  });

  it('is a login of a user who is not enrolled, which counts like a wrong face', async () => {
    const gate = aGate();
    await expect(gate.ask(aLogin())).rejects.toMatchObject({
      code: 'user_not_enrolled',
      message: 'user user-1 is not enrolled; create a registration instead',
    });
    for (const subject of subjectsOf(aLogin()))
      expect((await gate.ledgers.read(TENANT, subject)).failures).toHaveLength(1);
  });

  it('is a step-up of a user who is not enrolled, which counts the same', async () => {
    const gate = aGate();
    const stepUp = aSession({ type: 'step_up' });
    await expect(gate.ask(stepUp)).rejects.toMatchObject({ code: 'user_not_enrolled' });
    for (const subject of subjectsOf(stepUp))
      expect((await gate.ledgers.read(TENANT, subject)).failures).toHaveLength(1);
  });

  it('says no more after five, so that no device can try one user after another', async () => {
    const gate = aGate();
    gate.enrollments.mappings.set('face-1', aMapping({ user_id: 'enrolled' }));
    for (const user of ['a', 'b', 'c', 'd', 'e'])
      await expect(gate.ask(aLogin(user))).rejects.toMatchObject({ code: 'user_not_enrolled' });
    for (const user of ['f', 'enrolled'])
      await expect(gate.ask(aLogin(user))).rejects.toMatchObject({ code: 'liveness_locked_out' });
    expect(gate.metrics.filter(({ name }) => name === 'DeviceLockedOut')).toEqual([
      { name: 'DeviceLockedOut', value: 1, dimensions: { Step: 'timeout' } },
    ]);
    await gate.ask(aLogin('enrolled'), minutesAfter(30));
  });

  it('is one of a user or a device that is locked out, before anything else is said', async () => {
    for (const subject of subjectsOf(aSession())) {
      const gate = aGate();
      gate.enrollments.claims.set('acme#user-1', aClaim({ session_id: 'vs_0', state: 'enrolled' }));
      await gate.ledgers.update(TENANT, subject, (ledger) => ({ ...ledger, blocked: true }));
      for (const session of [aSession(), aLogin()])
        await expect(gate.ask(session)).rejects.toMatchObject({ code: 'liveness_blocked' });
    }
  });
});
