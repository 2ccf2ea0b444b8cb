import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY, verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import { createLivenessSession } from '../../../lambda/liveness/create-liveness-session.ts';
import { aBooth, failed, notTaken } from '../../support/lambda/a-liveness-booth.ts';
import {
  aCaller,
  aLivenessSession,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
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

  it('refuses a session that goes without a face by now, before any call', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const { id } = await booth.create();
    await booth.sessions.move(TENANT, 'vs_1', 'take_alternative_path', { alternative_path: WITHOUT_FACE });
    booth.liveness.result = async () => {
      throw new Error('a result was read');
    };
    await expect(booth.complete(id)).rejects.toMatchObject({ code: 'invalid_state' });
    expect(booth.sessions.stored(TENANT, 'vs_1')).not.toHaveProperty('selfie');
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

  it('refuses a check that the person has not taken yet, and one whose time is over', async () => {
    const booth = aBooth([notTaken, notTaken, { status: 'EXPIRED' }]);
    const { id } = await booth.create();
    await expect(booth.complete(id)).rejects.toMatchObject({
      code: 'liveness_not_taken',
      message: 'the person has not finished liveness session liveness-1 yet',
    });
    const expired = {
      code: 'liveness_session_expired',
      message: `liveness session liveness-1 expired at ${minutesAfter(3).toISOString()}; create a new one`,
    };
    booth.time.now = minutesAfter(3);
    await expect(booth.complete(id)).rejects.toMatchObject(expired);
    // Rekognition says so itself, whatever our own clock says
    booth.time.now = NOON;
    await expect(booth.complete(id)).rejects.toMatchObject(expired);
  });

  it('takes a result that is read late, as long as Rekognition still has it', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const { id } = await booth.create();
    booth.time.now = minutesAfter(4);
    expect((await booth.complete(id)).passed).toBe(true);
  });

  it('refuses a session that was used, passed or failed', async () => {
    const booth = aBooth([failed]);
    const { id } = await booth.create();
    await booth.complete(id);
    await expect(booth.complete(id)).rejects.toMatchObject({
      code: 'liveness_session_already_used',
      message: 'liveness session liveness-1 has already been used; create a new one',
    });
    expect(booth.sessions.stored(TENANT, 'vs_1').liveness_failures).toBe(1);
  });

  it('uses a session up once when two ask at the same time', async () => {
    const booth = aBooth([failed]);
    const { id } = await booth.create();
    const both = await Promise.allSettled([booth.complete(id), booth.complete(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(booth.sessions.stored(TENANT, 'vs_1').liveness_failures).toBe(1);
  });

  it('counts two checks of one session that end at the same time both', async () => {
    const booth = aBooth([failed]);
    const [one, other] = [await booth.create(aCaller(), 'key-1'), await booth.create(aCaller(), 'key-2')];
    const views = await Promise.all([booth.complete(one.id), booth.complete(other.id)]);
    expect(views.map(({ attempts_remaining }) => attempts_remaining).sort()).toEqual([3, 4]);
    expect(booth.sessions.stored(TENANT, 'vs_1').liveness_failures).toBe(2);
  });

  it('refuses another check once one is passed, so that the selfie stays', async () => {
    const booth = aBooth([aLivenessResult(99)]);
    const [one, other] = [await booth.create(aCaller(), 'key-1'), await booth.create(aCaller(), 'key-2')];
    const both = await Promise.allSettled([booth.complete(one.id), booth.complete(other.id)]);
    expect(both).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ status: 'fulfilled' }),
        expect.objectContaining({
          reason: expect.objectContaining({
            code: 'liveness_already_passed',
            message: expect.stringContaining('in another liveness session'),
          }),
        }),
      ]),
    );
  });

  it("refuses a liveness session of another verification session or another user's", async () => {
    const booth = aBooth([failed]);
    const { id } = await booth.create();
    booth.sessions.add(aSession({ id: 'vs_2' }));
    const elsewhere = completeLivenessSession(aCaller(), 'vs_2', id, booth);
    await expect(elsewhere).rejects.toMatchObject({
      code: 'not_found',
      message: 'verification session vs_2 has no liveness session liveness-1',
    });
    await expect(booth.complete(id, aCaller(['self'], 'user-2'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

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
