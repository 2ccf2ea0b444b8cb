import { describe, expect, it } from 'vitest';
import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { aBooth, failed } from '../../support/lambda/a-liveness-booth.ts';
import { aCaller, aLivenessSession, aSession, TENANT } from '../../support/lambda/builders.ts';
import { withoutChecks } from '../../support/lambda/recorded-metrics.ts';
import { aLivenessResult } from '../../support/lambda/scripted-liveness.ts';

const TAKEN = { type: 'FaceMovementAndLightChallenge', version: '2.0.0', sdk_type: 'Web' };
const VERSION_2_OF_THE_WEB = { Challenge: 'FaceMovementAndLightChallenge', Version: '2.0.0', Sdk: 'web' };
const UNKNOWN_VERSION = { Challenge: 'unknown', Version: 'unknown', Sdk: 'unknown' };

describe('completing a liveness session', () => {
  it('passes at the threshold, keeps the reference image as the selfie, and tells no score', async () => {
    const booth = aBooth([aLivenessResult(80)]);
    const view = await booth.take();
    expect(view).toEqual({
      passed: true,
      feedback: [],
      attempts_remaining: 5,
      status: 'requires_input',
      retryable: false,
    });
    const session = booth.sessions.stored(TENANT, 'vs_1');
    expect(session.selfie).toEqual({ key: 'acme/vs_1/liveness/x/reference.jpg', version_id: 'v1' });
    expect(session.checks.liveness).toMatchObject({
      status: 'passed',
      measures: [{ name: 'liveness_confidence_percent', value: 80, limit: '>= 80' }],
      billable_calls: { CreateFaceLivenessSession: 1, GetFaceLivenessSessionResults: 1 },
      cost_usd: 0.015,
    });
    expect(withoutChecks(booth.metrics)).toEqual([
      { name: 'LivenessSessionCreated', value: 1, dimensions: {} },
      { name: 'LivenessChecked', value: 1, dimensions: { Result: 'passed' } },
      { name: 'LivenessVersion', value: 1, dimensions: VERSION_2_OF_THE_WEB },
      { name: 'LivenessConfidence', value: 1, dimensions: { Band: '80 to 90' } },
    ]);
    expect(booth.metrics.filter(({ name }) => name === 'CheckCalls')).toEqual(
      ['CreateFaceLivenessSession', 'GetFaceLivenessSessionResults'].map((Operation) => ({
        name: 'CheckCalls',
        value: 1,
        dimensions: { Type: 'registration', Operation },
      })),
    );
    expect(booth.ledgers.ledgers.size).toBe(0);
    expect(booth.sessions.livenessSessions.get('liveness-1')).toMatchObject({
      status: 'passed',
      feedback: [],
      audit_images: [{ key: 'acme/vs_1/liveness/x/audit-1.jpg' }],
      score: {
        confidence: 80,
        min_confidence: 80,
        policy_version: policyFingerprint(DEFAULT_POLICY),
        challenge: TAKEN,
      },
      taken_challenge: TAKEN,
    });
  });

  it('compares the pictures with those of other sessions, and shows the client nothing of it', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const first = await booth.take();
    expect(booth.sessions.stored(TENANT, 'vs_1').checks.capture_comparison).toMatchObject({
      status: 'passed',
      cost_usd: 0,
    });
    const login = aSession({ id: 'vs_2', type: 'authentication' });
    booth.sessions.add(login);
    booth.sessions.addLiveness(aLivenessSession({ id: 'liveness-2', verification_session_id: 'vs_2' }));
    expect(await completeLivenessSession(aCaller(), 'vs_2', 'liveness-2', booth)).toEqual(first);
    expect(booth.sessions.stored(TENANT, 'vs_2')).toMatchObject({
      status: 'requires_input',
      liveness_failures: 0,
      checks: {
        liveness: { status: 'passed' },
        capture_comparison: {
          status: 'failed',
          reason_codes: ['replay_suspected'],
          copies: [{ session_id: 'vs_1', user_id: 'user-1', kind: 'equal' }],
        },
      },
    });
    expect(booth.metrics.filter(({ name }) => name === 'ReplaySuspected')).toEqual([
      { name: 'ReplaySuspected', value: 1, dimensions: { Kind: 'equal', Type: 'authentication' } },
    ]);
  });

  it('compares no check that failed, and passes none whose pictures cannot be read', async () => {
    const reading: string[] = [];
    const lost = {
      read: async ({ key }: { readonly key: string }): Promise<Uint8Array> => {
        reading.push(key);
        throw new Error('S3 is down');
      },
    };
    const failing = aBooth([failed]);
    const { id } = await failing.create();
    expect(await completeLivenessSession(aCaller(), 'vs_1', id, { ...failing, images: lost })).toMatchObject({
      passed: false,
    });
    expect(reading).toEqual([]);
    const passing = aBooth([aLivenessResult(99)]);
    const prepared = await passing.create();
    const completed = completeLivenessSession(aCaller(), 'vs_1', prepared.id, { ...passing, images: lost });
    await expect(completed).rejects.toThrow('S3 is down');
    expect(passing.sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('selfie');
    // the person's app repeats it
    expect(await passing.complete(prepared.id)).toMatchObject({ passed: true });
  });

  it('fails below the threshold, says how to do better, and counts the attempt', async () => {
    const booth = aBooth([failed]);
    expect(await booth.take()).toEqual({
      passed: false,
      feedback: ['LOW_LIGHTING_DETECTED'],
      attempts_remaining: 4,
      status: 'requires_input',
      user_message_key: 'repeat_liveness_check',
      retryable: true,
    });
    expect(booth.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      liveness_failures: 1,
      status: 'requires_input',
    });
    expect(booth.sessions.livenessSessions.get('liveness-1')).toMatchObject({
      status: 'failed',
      feedback: ['LOW_LIGHTING_DETECTED'],
    });
    expect(withoutChecks(booth.metrics).slice(1)).toEqual([
      { name: 'LivenessChecked', value: 1, dimensions: { Result: 'failed' } },
      { name: 'LivenessVersion', value: 1, dimensions: UNKNOWN_VERSION },
      { name: 'LivenessConfidence', value: 1, dimensions: { Band: '0 to 50' } },
    ]);
    expect((await booth.ledgers.read(TENANT, { kind: 'user', id: 'user-1' })).failures).toHaveLength(1);
    expect((await booth.ledgers.read(TENANT, { kind: 'device', id: 'phone-1' })).failures).toHaveLength(1);
  });

  it('leaves a registration in the review band to a person, which the client does not see', async () => {
    const policy = verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      liveness: { ...DEFAULT_POLICY.liveness, review_from: 60 },
    });
    const inBand = aBooth([aLivenessResult(60)], aSession(), policy);
    const passed = aBooth([aLivenessResult(80)], aSession(), policy);
    expect(await inBand.take()).toEqual(await passed.take());
    expect(inBand.sessions.stored(TENANT, 'vs_1')).toMatchObject({
      selfie: passed.sessions.stored(TENANT, 'vs_1').selfie,
      liveness_failures: 0,
      checks: { liveness: { status: 'review', reason_codes: ['liveness_in_band'] } },
    });
    expect(inBand.metrics).toContainEqual({
      name: 'LivenessChecked',
      value: 1,
      dimensions: { Result: 'in_band' },
    });
    expect(await aBooth([aLivenessResult(59.9)], aSession(), policy).take()).toMatchObject({ passed: false });
    // the person who logs in cannot wait for a reviewer
    const login = aBooth([aLivenessResult(79.9)], aSession({ type: 'authentication' }), policy);
    login.sessions.addLiveness(aLivenessSession());
    expect(await login.complete(aLivenessSession().id)).toMatchObject({ passed: false });
  });

  it('measures no confidence where Rekognition gives none', async () => {
    const booth = aBooth([{ status: 'FAILED', feedback: [], auditImages: [] }]);
    expect((await booth.take()).passed).toBe(false);
    expect(booth.sessions.stored(TENANT, 'vs_1').checks.liveness).toMatchObject({
      status: 'failed',
      reason_codes: ['liveness_check_failed'],
      measures: [],
    });
    expect(withoutChecks(booth.metrics).map(({ name }) => name)).toEqual([
      'LivenessSessionCreated',
      'LivenessChecked',
      'LivenessVersion',
    ]);
  });

  it('adds up what several attempts cost', async () => {
    const booth = aBooth([failed, aLivenessResult(99)]);
    await booth.take();
    await booth.take();
    expect(booth.sessions.stored(TENANT, 'vs_1').checks.liveness).toMatchObject({
      billable_calls: { CreateFaceLivenessSession: 2, GetFaceLivenessSessionResults: 2 },
      cost_usd: 0.03,
    });
    const counted = booth.metrics.filter(({ name }) => name === 'CheckCalls');
    expect(counted.map(({ value }) => value)).toEqual([1, 1, 1, 1]);
  });
});
