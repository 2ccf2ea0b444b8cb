import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { aBooth, failed, notTaken } from '../../support/lambda/a-liveness-booth.ts';
import {
  aCaller,
  aClaim,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
  WITHOUT_FACE,
} from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

describe('creating a liveness session', () => {
  it('binds it to tenant, user, verification, device and purpose', async () => {
    const booth = aBooth([notTaken]);
    expect(await booth.create()).toEqual({
      id: 'liveness-1',
      tenant: TENANT,
      verification_session_id: 'vs_1',
      user_id: 'user-1',
      device_id: 'phone-1',
      purpose: 'registration',
      challenge: 'FaceMovementAndLightChallenge',
      created_at: NOON.toISOString(),
      expires_at: minutesAfter(3).toISOString(),
      retained_until: aSession().retained_until,
      status: 'created',
    });
    expect(booth.metrics).toEqual([
      { name: 'LivenessSessionCreated', value: 1, dimensions: {} },
      {
        name: 'CheckCalls',
        value: 1,
        dimensions: { Type: 'registration', Operation: 'CreateFaceLivenessSession' },
      },
    ]);
    expect(booth.liveness.created[0]).toMatchObject({ keyPrefix: 'acme/vs_1/liveness' });
  });

  it('binds it to no device where none is known', async () => {
    const { device_id: _none, ...session } = aSession();
    expect(await aBooth([notTaken], session).create()).not.toHaveProperty('device_id');
  });

  it('asks Rekognition with one token for one Idempotency-Key, legal as a ClientRequestToken', async () => {
    const booth = aBooth([notTaken]);
    await booth.create(aCaller(), 'key-1');
    await booth.create(aCaller(), 'key-1');
    await booth.create(aCaller(), 'key-2');
    const [one, same, other] = booth.liveness.created.map(({ requestToken }) => requestToken);
    expect(one).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it('shows no flashing light to a person who asked for that, also if it was asked meanwhile', async () => {
    const path = { means: 'movement_challenge', reason: 'photosensitive' } as const;
    const alternative_path = { ...path, requested_at: NOON.toISOString() };
    const booth = aBooth([notTaken], aSession({ alternative_path }));
    expect((await booth.create()).challenge).toBe('FaceMovementChallenge');
    expect(booth.liveness.created[0]?.challenge).toBe('FaceMovementChallenge');

    const hurried = aBooth([notTaken, notTaken]);
    const { apply } = hurried.sessions;
    hurried.sessions.apply = async (applied, effects) => {
      hurried.sessions.apply = apply;
      await hurried.sessions.move(TENANT, 'vs_1', 'take_alternative_path', { alternative_path });
      return apply(applied, effects);
    };
    expect((await hurried.create()).challenge).toBe('FaceMovementChallenge');
    const tokens = hurried.liveness.created.map(({ requestToken }) => requestToken);
    expect(new Set(tokens).size).toBe(2);
    expect(hurried.sessions.livenessSessions.size).toBe(1);
  });

  it('refuses a session that goes without a face, before any call', async () => {
    const booth = aBooth([notTaken], aSession({ alternative_path: WITHOUT_FACE }));
    await expect(booth.create()).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('takes no liveness check'),
    });
    expect(booth.liveness.created).toEqual([]);
  });

  it("refuses another user's session", async () => {
    await expect(aBooth([notTaken]).create(aCaller(['self'], 'user-2'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses where the check is passed, submitted or expired', async () => {
    const passed = aBooth([notTaken], aSession({ selfie: { key: 'reference.jpg' } }));
    await expect(passed.create()).rejects.toMatchObject({
      code: 'liveness_already_passed',
      message: 'verification session vs_1 has already passed its liveness check',
    });
    const submitted = aBooth([notTaken], aSession({ status: 'processing' }));
    await expect(submitted.create()).rejects.toMatchObject({ code: 'invalid_state' });
    const expired = aBooth([notTaken]);
    expired.time.now = minutesAfter(60);
    await expect(expired.create()).rejects.toMatchObject({ code: 'session_expired' });
  });

  it('refuses a user and a device that are locked out, and says for how long', async () => {
    for (const kind of ['user', 'device'] as const) {
      const booth = aBooth([notTaken]);
      const id = kind === 'user' ? 'user-1' : 'phone-1';
      await booth.ledgers.update(TENANT, { kind, id }, (ledger) => ({
        ...ledger,
        locked_until: minutesAfter(30).getTime(),
      }));
      await expect(booth.create()).rejects.toMatchObject({
        code: 'liveness_locked_out',
        message: 'too many failed checks; try again in 1800 seconds',
        extensions: { retry_after_seconds: 1800 },
      });
      booth.time.now = minutesAfter(30);
      await expect(booth.create()).resolves.toMatchObject({ status: 'created' });
    }
  });

  it('refuses a blocked device for good', async () => {
    const booth = aBooth([notTaken]);
    await booth.ledgers.update(TENANT, { kind: 'device', id: 'phone-1' }, (ledger) => ({
      ...ledger,
      blocked: true,
    }));
    await expect(booth.create()).rejects.toMatchObject({
      code: 'liveness_blocked',
      message: expect.stringContaining('offer the person another way to verify'),
    });
    expect(booth.liveness.created).toEqual([]);
  });

  it('calls nobody where the outcome has become known since the session was created', async () => {
    const enrolled = aBooth([notTaken]);
    enrolled.enrollments.claims.set('acme#user-1', aClaim({ state: 'enrolled', session_id: 'vs_0' }));
    await expect(enrolled.create()).rejects.toMatchObject({ code: 'user_already_enrolled' });
    const removed = aBooth([notTaken], aSession({ type: 'authentication' }));
    await expect(removed.create()).rejects.toMatchObject({ code: 'user_not_enrolled' });
    const shard_key = { kind: 'attribute', attribute: 'country' } as const;
    const lacking = aBooth([notTaken]);
    lacking.generations.default.push(aGeneration({ generation: 'g2', shard_key }));
    await expect(lacking.create()).rejects.toMatchObject({
      code: 'invalid_state',
      message:
        'verification session vs_1 has no shard: attributes.country is required: it selects the shard; create a new one',
    });
    for (const { liveness, sessions } of [enrolled, removed, lacking]) {
      expect(liveness.created).toEqual([]);
      expect(sessions.livenessSessions.size).toBe(0);
    }
    expect(
      [enrolled, removed, lacking].flatMap(({ metrics }) => metrics.map(({ dimensions }) => dimensions)),
    ).toEqual([
      { Step: 'liveness', ReasonCode: 'user_already_enrolled' },
      { Step: 'liveness', ReasonCode: 'user_not_enrolled' },
      { Step: 'liveness', ReasonCode: 'shard_attribute_missing' },
    ]);
  });

  it('begins no more checks of a burst than attempts are left', async () => {
    const booth = aBooth([notTaken], aSession({ liveness_failures: 2 }));
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const results = await Promise.allSettled(keys.map((key) => booth.create(aCaller(), key)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(booth.sessions.livenessSessions.size).toBe(3);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason.code).toBe('too_many_open_sessions');
  });

  it('begun by a request that crashed is the same check, and takes no second attempt', async () => {
    const booth = aBooth([notTaken]);
    const first = await booth.create();
    booth.liveness.created.length = 0;
    expect(await booth.create()).toEqual(first);
    expect(booth.sessions.livenessSessions.size).toBe(1);
    expect(booth.metrics.map(({ name }) => name)).toEqual(['LivenessSessionCreated', 'CheckCalls']);
  });

  it('refuses more open checks than attempts are left, until one of them is over', async () => {
    const booth = aBooth([failed], aSession({ liveness_failures: 3 }));
    const keys = ['key-1', 'key-2', 'key-3'];
    for (const key of keys.slice(0, 2)) await booth.create(aCaller(), key);
    await expect(booth.create(aCaller(), 'key-3')).rejects.toMatchObject({
      code: 'too_many_open_sessions',
      message:
        'verification session vs_1 has 2 open liveness checks and 2 attempts left; complete one of them',
      extensions: { retry_after_seconds: 180 },
    });
    booth.time.now = minutesAfter(3);
    await expect(booth.create(aCaller(), 'key-3')).resolves.toMatchObject({ status: 'created' });
  });
});

describe('the versions of the challenge', () => {
  const policy = verificationPolicySchema.parse({
    ...DEFAULT_POLICY,
    liveness: {
      ...DEFAULT_POLICY.liveness,
      versions: { FaceMovementAndLightChallenge: { minimum: '2.0.0', maximum: '2.9.9' } },
    },
  });

  it('are asked of Rekognition as the policy bounds them, and left open without bounds', async () => {
    const booth = aBooth([notTaken], aSession(), policy);
    await booth.create();
    expect(booth.liveness.created[0]).toMatchObject({ versions: { minimum: '2.0.0', maximum: '2.9.9' } });
    const open = aBooth([notTaken]);
    await open.create();
    expect(open.liveness.created[0]).not.toHaveProperty('versions');
  });

  it('are refused beforehand to an app that says what it can do, and is too old', async () => {
    const booth = aBooth([notTaken], aSession(), policy);
    const old = { FaceMovementAndLightChallenge: '1.9.9' };
    await expect(booth.create(aCaller(), 'key-1', old)).rejects.toMatchObject({
      code: 'upgrade_required',
      message: expect.stringContaining('2.0.0 or newer'),
    });
    expect(booth.liveness.created).toEqual([]);
    expect(booth.metrics).toEqual([
      {
        name: 'VerificationRefused',
        value: 1,
        dimensions: { Step: 'liveness', ReasonCode: 'challenge_version_retired' },
      },
      { name: 'LivenessVersionOutdated', value: 1, dimensions: { Standing: 'retired' } },
    ]);
    // newer than the maximum is for Rekognition to refuse, and other challenges are not asked for
    for (const version of ['2.0.0', '3.0.0'])
      await booth.create(aCaller(), `key-${version}`, { FaceMovementAndLightChallenge: version });
    await booth.create(aCaller(), 'key-2', { FaceMovementChallenge: '0.0.1' });
    expect(booth.liveness.created).toHaveLength(3);
  });
});
