import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { aBooth } from '../../support/lambda/a-liveness-booth.ts';
import { aCaller, aSession, minutesAfter, TENANT } from '../../support/lambda/builders.ts';
import { aLivenessResult } from '../../support/lambda/scripted-liveness.ts';

const TAKEN = { type: 'FaceMovementAndLightChallenge', version: '2.0.0', sdk_type: 'Web' };
const _VERSION_2_OF_THE_WEB = { Challenge: 'FaceMovementAndLightChallenge', Version: '2.0.0', Sdk: 'web' };
const _UNKNOWN_VERSION = { Challenge: 'unknown', Version: 'unknown', Sdk: 'unknown' };

describe('the version of the challenge that was taken', () => {
  const bounded = (bounds: object) =>
    verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      liveness: { ...DEFAULT_POLICY.liveness, versions: { FaceMovementAndLightChallenge: bounds } },
    });

  it('is refused below the minimum: the app has to be updated, and no attempt is counted', async () => {
    const good = aBooth([aLivenessResult(99)], aSession(), bounded({ minimum: '2.0.1' }));
    const spoof = aBooth([aLivenessResult(12)], aSession(), bounded({ minimum: '2.0.1' }));
    for (const booth of [good, spoof]) {
      // the same for everybody: it says nothing about the person
      expect(await booth.take()).toEqual({
        passed: false,
        feedback: [],
        attempts_remaining: 5,
        status: 'requires_input',
        user_message_key: 'upgrade_required',
        retryable: true,
      });
      const session = booth.sessions.stored(TENANT, 'vs_1');
      expect(session).toMatchObject({
        liveness_failures: 0,
        checks: { liveness: { status: 'failed', reason_codes: ['challenge_version_retired'] } },
      });
      expect(session).not.toHaveProperty('selfie');
      expect(booth.ledgers.ledgers.size).toBe(0);
      expect(booth.sessions.livenessSessions.get('liveness-1')).toMatchObject({
        status: 'failed',
        taken_challenge: TAKEN,
      });
      expect(booth.metrics).toContainEqual({
        name: 'LivenessVersionOutdated',
        value: 1,
        dimensions: { Standing: 'retired' },
      });
      expect(booth.metrics).toContainEqual({
        name: 'LivenessChecked',
        value: 1,
        dimensions: { Result: 'upgrade_required' },
      });
    }
  });

  it('passes while its retirement lies ahead, and is counted', async () => {
    const [inTenDays] = minutesAfter(10 * 24 * 60)
      .toISOString()
      .split('T');
    const retirement = { below: '2.0.1', on: inTenDays };
    const booth = aBooth([aLivenessResult(99)], aSession(), bounded({ retirement }));
    expect(await booth.take()).toMatchObject({ passed: true });
    expect(booth.metrics).toContainEqual({
      name: 'LivenessVersionOutdated',
      value: 1,
      dimensions: { Standing: 'retires_soon' },
    });
  });

  it('may fail like this as often as the app is tried, and the updated app passes', async () => {
    const passing = aLivenessResult(99);
    const results = [...Array.from({ length: 6 }, () => aLivenessResult(99, '1.0.0')), passing];
    const booth = aBooth(results, aSession(), bounded({ minimum: '2.0.0' }));
    for (const attempt of Array.from({ length: 6 }, (_, index) => `old-${index}`)) {
      const { id } = await booth.create(aCaller(), attempt);
      expect(await booth.complete(id)).toMatchObject({ passed: false, attempts_remaining: 5 });
    }
    const { id } = await booth.create(aCaller(), 'updated');
    expect(await booth.complete(id)).toMatchObject({ passed: true });
  });
});
