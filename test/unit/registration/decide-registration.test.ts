import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { aDecision, faceMatch } from '../../support/lambda/a-decision.ts';
import {
  aClaim,
  aMapping,
  anIndexedFace,
  aPreparedSelfie,
  aRegistration,
  minutesAfter,
  passed,
  TENANT,
} from '../../support/lambda/builders.ts';

describe('approving a registration', () => {
  it('is refused while a check of its policy has left no record', async () => {
    const decision = await aDecision({ checks: {} });
    await expect(decision.approve()).rejects.toThrow('session vs_1 cannot be approved without face_match');
    expect(decision.stored().status).toBe('processing');
  });

  it('writes the mapping of whitepaper 5.8, and what it was decided by', async () => {
    const decision = await aDecision();
    expect(await decision.approve()).toEqual({ continue: true, reason_codes: [] });
    expect(await decision.enrollments.listOfUser(TENANT, 'user-1')).toEqual([
      {
        kind: 'user',
        tenant: TENANT,
        user_id: 'user-1',
        collection_id: 'face-idv.acme.g1.0',
        face_id: 'face-1',
        image_id: 'img_1',
        s3_image_url: 's3://enrolled/acme/img_1.jpg',
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
    const dimensions = { Type: 'registration', Outcome: 'approved' };
    expect(decision.metrics).toEqual([
      { name: 'VerificationDecided', value: 1, dimensions },
      { name: 'VerificationDuration', value: 120_000, dimensions },
    ]);
  });

  it('has the vector of the user built and the second region follow, again when it is run again', async () => {
    const decision = await aDecision();
    const built = [TENANT, 'user-1', 'face-idv.acme.g1.0'];
    const replicated = {
      kind: 'user',
      tenant: TENANT,
      user_id: 'user-1',
      collection_id: 'face-idv.acme.g1.0',
      image_id: 'img_1',
    };
    for (const times of [1, 2]) {
      await decision.approve();
      expect(decision.built).toEqual(Array(times).fill(built));
      expect(decision.replicated).toEqual(Array(times).fill(replicated));
    }
  });

  it('goes back to indexing where the generations have changed since', async () => {
    const decision = await aDecision();
    decision.enrollments.generationsRevision = 1;
    await expect(decision.approve()).rejects.toMatchObject({
      name: 'GenerationsChanged',
      message: expect.stringContaining('vs_1'),
    });
    expect(decision.stored().status).toBe('processing');
    expect(decision.built).toEqual([]);
  });

  it('keeps with mapping and claim what a lost mapping would be made of again', async () => {
    const decision = await aDecision();
    const registration = aRegistration({ attributes: { country: 'de' } });
    await decideRegistration(
      { outcome: 'approved', registration, selfie: aPreparedSelfie(), enrollment: anIndexedFace() },
      decision,
    );
    const facts = { attributes: { country: 'de' }, similarity: 98.7 };
    expect(await decision.enrollments.listOfUser(TENANT, 'user-1')).toMatchObject([facts]);
    expect(await decision.enrollments.get(TENANT, 'user-1')).toMatchObject(facts);
  });

  it.each([
    ['replace', [{ name: 'FaceUpdated', value: 1, dimensions: { Cause: 'replaced' } }]],
    ['add', []],
  ] as const)('counts the images that a re-enrollment updates: %s', async (mode, updated) => {
    const decision = await aDecision({
      type: 're_enrollment',
      enrollment: { mode },
      checks: passed('enrolled_face_search'),
    });
    const claim = await decision.enrollments.get(TENANT, 'user-1');
    if (!claim) throw new Error('nothing is claimed');
    const image_sha256 = 'b'.repeat(64);
    const former = aClaim({ image_sha256, session_id: 'vs_0', state: 'enrolled' });
    for (const key of decision.enrollments.claims.keys())
      decision.enrollments.claims.set(key, { ...claim, former });
    // an image in two generations is one
    for (const [face_id, collection_id] of [
      ['old-1', 'face-idv.acme.g1.0'],
      ['old-2', 'face-idv.acme.g2.0'],
    ] as const)
      decision.enrollments.mappings.set(
        face_id,
        aMapping({ face_id, collection_id, image_id: 'img_0', image_sha256 }),
      );
    const registration = aRegistration({ type: 're_enrollment', enrollment: { mode } });
    const input = { registration, selfie: aPreparedSelfie(), enrollment: anIndexedFace() };
    expect(await decideRegistration({ outcome: 'approved', ...input }, decision)).toMatchObject({
      continue: true,
    });
    expect(decision.metrics.filter(({ name }) => name === 'FaceUpdated')).toEqual(updated);
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

  it.each([
    ['nothing was compared', {}],
    ['a comparison measured nothing', { face_match: { ...faceMatch, measures: [] } }],
    ['it measured something else', { face_match: { ...faceMatch, measures: [{ name: 'faces', value: 1 }] } }],
    [
      'it measured no number',
      { face_match: { ...faceMatch, measures: [{ name: 'similarity_percent', value: true }] } },
    ],
  ])('leaves the similarity out where %s', async (_what, checks) => {
    const asked = { ...DEFAULT_POLICY.checks, document: 'face_match' in checks };
    const decision = await aDecision({ checks }, { ...DEFAULT_POLICY, checks: asked });
    await decision.approve();
    expect((await decision.enrollments.listOfUser(TENANT, 'user-1'))[0]).not.toHaveProperty('similarity');
    expect(await decision.enrollments.get(TENANT, 'user-1')).not.toHaveProperty('similarity');
  });
});
