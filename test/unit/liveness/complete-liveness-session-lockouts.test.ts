import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { createLivenessSession } from '../../../lambda/liveness/create-liveness-session.ts';
import { aBooth, failed } from '../../support/lambda/a-liveness-booth.ts';
import { aCaller, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { aLivenessResult } from '../../support/lambda/scripted-liveness.ts';

const _TAKEN = { type: 'FaceMovementAndLightChallenge', version: '2.0.0', sdk_type: 'Web' };
const _VERSION_2_OF_THE_WEB = { Challenge: 'FaceMovementAndLightChallenge', Version: '2.0.0', Sdk: 'web' };
const _UNKNOWN_VERSION = { Challenge: 'unknown', Version: 'unknown', Sdk: 'unknown' };

describe('completing liveness sessions of somebody who fails', () => {
  it('refuses a check that was prepared before user or device was locked, even one that would pass', async () => {
    for (const subject of subjectsOf(aSession())) {
      const booth = aBooth([aLivenessResult(99)]);
      const { id } = await booth.create();
      await booth.ledgers.update(TENANT, subject, (ledger) => ({ ...ledger, blocked: true }));
      await expect(booth.complete(id)).rejects.toMatchObject({ code: 'liveness_blocked' });
      expect(booth.sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('selfie');
      expect(booth.sessions.livenessSessions.get(id)?.status).toBe('created');
    }
  });

  it('lets one of 26 prepared sessions pass only while fewer than five have failed', async () => {
    const booth = aBooth([failed]);
    const others = Array.from({ length: 25 }, (_, index) => aSession({ id: `vs_${index + 2}` }));
    booth.sessions.add(...others);
    const prepared = [];
    for (const session of others)
      prepared.push(
        await createLivenessSession(aCaller(), session.id, { idempotencyKey: `key-${session.id}` }, booth),
      );
    const outcomes: string[] = [];
    for (const { id, verification_session_id } of prepared)
      await completeLivenessSession(aCaller(), verification_session_id, id, booth).then(
        () => outcomes.push('failed'),
        ({ code }) => outcomes.push(code),
      );
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('failed'));
    expect(new Set(outcomes.slice(5))).toEqual(new Set(['liveness_locked_out']));
  });

  it('declines the session with the last attempt, locks user and device out, and counts why', async () => {
    const booth = aBooth([failed]);
    for (const _attempt of [1, 2, 3, 4]) await booth.take();
    expect(await booth.take()).toMatchObject({
      passed: false,
      attempts_remaining: 0,
      status: 'declined',
      user_message_key: 'verification_declined',
      retryable: false,
    });
    const { decision } = booth.sessions.stored(TENANT, 'vs_1');
    expect(decision).toMatchObject({
      outcome: 'declined',
      reason_codes: ['attempts_exhausted', 'liveness_confidence_low'],
      policy_version: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(booth.metrics.filter(({ name }) => name === 'DeviceLockedOut')).toEqual([
      { name: 'DeviceLockedOut', value: 1, dimensions: { Step: 'timeout' } },
    ]);
    const dimensions = { Type: 'registration', Outcome: 'declined' };
    const reason = (Step: string, ReasonCode: string) => ({
      name: 'VerificationReason',
      value: 1,
      dimensions: { Type: 'registration', Step, ReasonCode },
    });
    expect(booth.metrics.filter(({ name }) => name.startsWith('Verification'))).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions },
      { name: 'VerificationDuration', value: 0, dimensions },
      reason('session', 'attempts_exhausted'),
      reason('liveness', 'liveness_confidence_low'),
    ]);
  });

  it.each([
    ['user', 'user-1', []],
    ['device', 'phone-1', [{ name: 'DeviceLockedOut', value: 1, dimensions: { Step: 'block' } }]],
  ] as const)(
    'blocks a %s for good after too many timeouts, and counts devices only',
    async (kind, id, counted) => {
      const booth = aBooth([failed]);
      const session = await booth.create();
      await booth.ledgers.update(TENANT, { kind, id }, () => ({
        failures: [NOON, NOON, NOON, NOON].map((time) => ({ at: time.getTime(), user_id: 'user-1' })),
        timeouts: 3,
        blocked: false,
      }));
      await booth.complete(session.id);
      expect((await booth.ledgers.read(TENANT, { kind, id })).blocked).toBe(true);
      expect(booth.metrics.filter(({ name }) => name === 'DeviceLockedOut')).toEqual(counted);
    },
  );
});
