import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { aDecision } from '../../support/lambda/a-decision.ts';
import { aRegistration, aSession, minutesAfter, TENANT } from '../../support/lambda/builders.ts';

describe('declining a registration', () => {
  it('keeps the reasons and counts each', async () => {
    const decision = await aDecision();
    const decided = await decision.decline(['face_mismatch', 'duplicate_face', 'not a code of ours']);
    expect(decided).toEqual({ continue: true, reason_codes: [] });
    expect(decision.stored().decision?.reason_codes).toEqual(['face_mismatch', 'duplicate_face']);
    expect(
      decision.metrics.flatMap(({ name, dimensions }) =>
        name === 'VerificationReason' ? dimensions.ReasonCode : [],
      ),
    ).toEqual(['face_mismatch', 'duplicate_face']);
  });

  it('counts a wrong face once, for user and device, and nothing else', async () => {
    for (const [reason, counted] of [
      ['face_mismatch', 1],
      ['duplicate_face', 0],
      ['user_already_enrolled', 0],
      ['image_too_dark', 0],
    ] as const) {
      const decision = await aDecision();
      await decision.decline([reason]);
      await decision.decline([reason]);
      for (const subject of subjectsOf(aSession())) {
        const { failures } = await decision.sessions.lockouts.read(TENANT, subject);
        expect(failures.length, reason).toBe(counted);
      }
    }
  });

  it('locks an honest person with a worn card for a while at most, and never blocks', async () => {
    const decision = await aDecision();
    const [user] = subjectsOf(aSession());
    if (!user) throw new Error('a session has a user');
    await decision.sessions.lockouts.update(TENANT, user, (ledger) => ({ ...ledger, timeouts: 3 }));
    for (let number = 1; number <= 5; number += 1) {
      decision.sessions.add(aSession({ status: 'processing' }));
      await decision.decline(['face_mismatch']);
      const ledger = await decision.sessions.lockouts.read(TENANT, user);
      // three mismatches lock nobody
      expect(ledger.locked_until !== undefined).toBe(number === 5);
      expect(ledger.blocked).toBe(false);
    }
  });

  it('changes nothing when it is run again, and fails where the session ended otherwise', async () => {
    const decision = await aDecision();
    await decision.decline(['duplicate_image']);
    await decision.decline(['user_already_enrolled']);
    expect(decision.stored().decision?.reason_codes).toEqual(['duplicate_image']);
    await expect((await aDecision({ status: 'approved' })).decline(['face_mismatch'])).rejects.toThrow(
      'approved',
    );
  });
});

describe('ending a registration that met a fault', () => {
  it('takes no decision back', async () => {
    for (const status of ['approved', 'declined'] as const) {
      const decision = await aDecision({ status });
      await decision.fail('TimeoutError');
      expect(decision.stored().status).toBe(status);
    }
  });

  it.each([
    ['SearchIncomplete', 'search_incomplete'],
    ['ThrottlingException', 'upstream_throttled'],
    ['TypeError', 'internal_error'],
  ])('says of %s that it was %s', async (error, reason) => {
    const decision = await aDecision();
    expect(await decision.fail(error)).toEqual({ continue: true, reason_codes: [] });
    expect(decision.stored()).toMatchObject({
      status: 'error',
      decision: { outcome: 'error', decided_by: 'fault', reason_codes: [reason] },
    });
  });
});

const HOLDING = { ...DEFAULT_POLICY.search, on_incomplete: 'review' } as const;

describe('leaving a registration to a person', () => {
  const hold = (decision: Awaited<ReturnType<typeof aDecision>>, run?: number) =>
    decideRegistration(
      {
        outcome: 'in_review',
        registration: { ...aRegistration(), ...(run === undefined ? {} : { run }) },
        error: 'SearchIncomplete',
      },
      { ...decision, policy: { ...decision.policy, search: HOLDING } },
    );

  it('says why, decides nothing, and is the same when it is said twice', async () => {
    const decision = await aDecision();
    for (const _time of ['first', 'second'])
      expect(await hold(decision)).toEqual({ continue: true, reason_codes: [] });
    expect(decision.stored()).toMatchObject({
      status: 'in_review',
      review: { reason_codes: ['search_incomplete'], requested_at: minutesAfter(2).toISOString() },
    });
    expect(decision.stored().decision).toBeUndefined();
    expect(decision.metrics).toEqual([
      { name: 'VerificationHeld', value: 1, dimensions: { ReasonCode: 'search_incomplete' } },
    ]);
  });

  it('holds nothing back that a review has let go on', async () => {
    const decision = await aDecision({ runs: 2 });
    await hold(decision);
    expect(decision.stored().status).toBe('processing');
    await hold(decision, 2);
    expect(decision.stored().status).toBe('in_review');
  });

  it('is a fault where the session has ended', async () => {
    const decision = await aDecision({ status: 'approved' });
    await expect(hold(decision)).rejects.toThrow('is approved and cannot hold');
  });
});
