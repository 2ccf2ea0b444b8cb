import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import {
  aClaim,
  anIndexedFace,
  aPreparedImage,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const faceMatch = {
  status: 'passed' as const,
  reason_codes: [],
  measures: [{ name: 'similarity_percent', value: 98.7, limit: '>= 95' }],
  started_at: NOON.toISOString(),
  duration_ms: 1,
  billable_calls: {},
  cost_usd: 0,
};

async function aDecision(session: Partial<VerificationSession> = {}) {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(
    aSession({ status: 'processing', checks: { face_match: faceMatch }, ...session }),
  );
  const enrollments = new InMemoryEnrollments(sessions);
  const dependencies = {
    sessions,
    enrollments,
    approvals: enrollments,
    images: new InMemoryImages({ selfie: new Uint8Array([1]) }),
    buildVector: noUserVectors.build,
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    policy: DEFAULT_POLICY,
    clock: () => minutesAfter(2),
    emit,
  };
  await enrollments.claim(aClaim());
  await enrollments.recordFace(aClaim(), anIndexedFace(), []);
  const registration = aRegistration();
  return {
    ...dependencies,
    metrics,
    stored: () => sessions.stored(TENANT, 'vs_1'),
    approve: () =>
      decideRegistration(
        { outcome: 'approved', registration, selfie: aPreparedImage(), enrollment: anIndexedFace() },
        dependencies,
      ),
    decline: (reason_codes: string[]) =>
      decideRegistration({ outcome: 'declined', registration, reason_codes }, dependencies),
    fail: (error: string) => decideRegistration({ outcome: 'error', registration, error }, dependencies),
  };
}

describe('approving a registration', () => {
  it('writes the mapping of whitepaper 5.8, and what it was decided by', async () => {
    const decision = await aDecision();
    expect(await decision.approve()).toEqual({ continue: true, reason_codes: [] });
    expect(await decision.enrollments.listOfUser(TENANT, 'user-1')).toEqual([
      {
        tenant: TENANT,
        user_id: 'user-1',
        collection_id: 'face-idv.acme.g1.0',
        face_id: 'face-1',
        image_id: 'img_1',
        s3_image_url: 's3://enrolled/acme/user-1/img_1.jpg',
        image_sha256: 'a'.repeat(64),
        bbox: { left: 0.3, top: 0.2, width: 0.4, height: 0.5 },
        face_model_version: '7.0',
        source: 'selfie',
        similarity: 98.7,
        session_id: 'vs_1',
        created_at: minutesAfter(2).toISOString(),
      },
    ]);
    expect(decision.stored()).toMatchObject({
      status: 'approved',
      decision: {
        outcome: 'approved',
        decided_by: 'policy',
        policy_version: expect.stringMatching(/^[0-9a-f]{12}$/),
      },
    });
    expect(decision.metrics).toContainEqual({
      name: 'VerificationDuration',
      value: 120_000,
      dimensions: { Type: 'registration', Outcome: 'approved' },
    });
  });

  it('keeps with mapping and claim what a lost mapping would be made of again', async () => {
    const decision = await aDecision();
    const registration = aRegistration({ attributes: { country: 'de' } });
    await decideRegistration(
      { outcome: 'approved', registration, selfie: aPreparedImage(), enrollment: anIndexedFace() },
      decision,
    );
    const facts = { attributes: { country: 'de' }, similarity: 98.7 };
    expect(await decision.enrollments.listOfUser(TENANT, 'user-1')).toMatchObject([facts]);
    expect(await decision.enrollments.get(TENANT, 'user-1')).toMatchObject(facts);
  });

  it('answers the same when it is run again, and counts once', async () => {
    const decision = await aDecision();
    await decision.approve();
    expect(await decision.approve()).toEqual({ continue: true, reason_codes: [] });
    expect(decision.metrics.filter(({ name }) => name === 'VerificationDecided')).toHaveLength(1);
  });

  it('gives way where the face was ruled out', async () => {
    const decision = await aDecision();
    await decision.enrollments.revoke(TENANT, 'face-1');
    expect(await decision.approve()).toEqual({ continue: false, reason_codes: ['duplicate_face'] });
    expect(decision.stored().status).toBe('processing');
    expect(decision.metrics).toEqual([]);
  });

  it('fails for a session that is not being processed, has no claim, or does not exist', async () => {
    await expect((await aDecision({ status: 'canceled' })).approve()).rejects.toThrow('not being processed');
    const unclaimed = await aDecision();
    await unclaimed.enrollments.release(aClaim());
    await expect(unclaimed.approve()).rejects.toThrow('holds no claim');
    await expect((await aDecision({ id: 'vs_2' })).approve()).rejects.toThrow('does not exist');
  });

  it('leaves the similarity out where none was measured', async () => {
    const decision = await aDecision({ checks: {} });
    await decision.approve();
    expect((await decision.enrollments.listOfUser(TENANT, 'user-1'))[0]).not.toHaveProperty('similarity');
  });
});

describe('declining a registration', () => {
  it('keeps the reasons and counts each', async () => {
    const decision = await aDecision();
    await decision.decline(['face_mismatch', 'duplicate_face', 'not a code of ours']);
    expect(decision.stored().decision?.reason_codes).toEqual(['face_mismatch', 'duplicate_face']);
    expect(
      decision.metrics.flatMap(({ name, dimensions }) =>
        name === 'VerificationReason' ? dimensions.ReasonCode : [],
      ),
    ).toEqual(['face_mismatch', 'duplicate_face']);
  });

  it('changes nothing when it is run again, and fails where the session ended otherwise', async () => {
    const decision = await aDecision();
    await decision.decline(['face_mismatch']);
    await decision.decline(['duplicate_face']);
    expect(decision.stored().decision?.reason_codes).toEqual(['face_mismatch']);
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
    await decision.fail(error);
    expect(decision.stored()).toMatchObject({
      status: 'error',
      decision: { outcome: 'error', decided_by: 'fault', reason_codes: [reason] },
    });
  });
});

describe('leaving a registration to a person', () => {
  const hold = (decision: Awaited<ReturnType<typeof aDecision>>, run?: number) =>
    decideRegistration(
      {
        outcome: 'in_review',
        registration: { ...aRegistration(), ...(run === undefined ? {} : { run }) },
        error: 'SearchIncomplete',
      },
      decision,
    );

  it('says why, decides nothing, and is the same when it is said twice', async () => {
    const decision = await aDecision();
    await hold(decision);
    await hold(decision);
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
    await expect(hold(decision)).rejects.toThrow('is approved and cannot be reviewed');
  });
});
