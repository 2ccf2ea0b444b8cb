import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetEverybody, withFlowStack } from '../support/flow-stack.ts';
import {
  aUserId,
  authenticate,
  enrolledFaces,
  reEnroll,
  registerPersonNamed,
} from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, storedFacesCome } from '../support/rekognition-admin.ts';

/** Faces that were replaced are deleted after a minute, when no vector of their user holds them. */
const REPLACED_AFTER_MS = 60_000;

describe('a re-enrollment over HTTP', () => {
  // faces that were replaced stay stored for minutes, which others would meet
  const flow = withFlowStack();

  beforeEach(() => forgetEverybody(flow));

  const aRegisteredUser = async (name: Parameters<typeof registerPersonNamed>[1] = 'franck') => {
    const user = aUserId();
    expect((await registerPersonNamed(flow, name, user)).status).toBe('approved');
    return user;
  };
  let shots = 0;
  /** Another shot of a photo, of a quality that no registration here has: the same bytes enroll once. */
  const own = async (photo: Promise<Buffer>) => {
    shots += 1;
    return sharp(await photo)
      .jpeg({ quality: 60 + (shots % 20) })
      .toBuffer();
  };
  const statusOf = async (report: ReturnType<typeof authenticate>) => (await report).status;

  it('adds a face by which its user is recognized as by the first', async () => {
    const user = await aRegisteredUser();
    await resetRekognitionCalls(flow.stack);
    const report = await reEnroll(flow, user, await portraitOf('franck'));
    expect(report).toMatchObject({ status: 'approved', decision: { outcome: 'approved', reason_codes: [] } });
    // the own shard to recognize the user, and every shard and the watchlist for duplicates
    const calls = await rekognitionCalls(flow.stack);
    expect(calls).toMatchObject({ IndexFaces: 1 });
    expect([calls.DetectFaces, calls.CompareFaces]).toEqual([undefined, undefined]);
    expect(report.checks.map(({ name, status }) => [name, status])).toEqual(
      expect.arrayContaining([
        ['enrolled_face_search', 'passed'],
        ['enrollment_claim', 'passed'],
        ['face_indexing', 'passed'],
        ['duplicate_search', 'passed'],
        ['watchlist_search', 'passed'],
      ]),
    );
    expect(await enrolledFaces(flow, user)).toHaveLength(2);
    expect(await statusOf(authenticate(flow, user, await selfieOf('franck')))).toBe('approved');
    expect(await statusOf(authenticate(flow, user, await portraitOf('franck')))).toBe('approved');

    // one of several is deleted, and the user stays enrolled by the other
    const [first, second] = await enrolledFaces(flow, user);
    await flow.operator.delete(`/users/${user}/faces/${first?.face_id}`, 'test');
    expect(await enrolledFaces(flow, user)).toMatchObject([{ face_id: second?.face_id }]);
    expect(await statusOf(authenticate(flow, user, await selfieOf('franck')))).toBe('approved');
  });

  it('replaces the faces of its user in one step, and deletes them', async () => {
    const user = await aRegisteredUser();
    expect((await reEnroll(flow, user, await own(portraitOf('franck')))).status).toBe('approved');
    const before = await enrolledFaces(flow, user);
    expect(before).toHaveLength(2);
    const report = await reEnroll(flow, user, await own(selfieOf('franck')), 'replace');
    expect(report).toMatchObject({ status: 'approved', decision: { reason_codes: [] } });
    const after = await enrolledFaces(flow, user);
    expect(after).toHaveLength(1);
    expect(before.map(({ face_id }) => face_id)).not.toContain(after[0]?.face_id);
    expect(await statusOf(authenticate(flow, user, await portraitOf('franck')))).toBe('approved');
    flow.clock.advance(REPLACED_AFTER_MS);
    await storedFacesCome(flow.stack, (stored) =>
      expect(stored.map(({ faceId }) => faceId)).toEqual(after.map(({ face_id }) => face_id)),
    );
  });

  it("declines another person's face, counts it like one at a login, and changes nothing", async () => {
    const user = await aRegisteredUser();
    const before = await enrolledFaces(flow, user);
    const report = await reEnroll(flow, user, await selfieOf('cage'), 'replace');
    expect(report).toMatchObject({
      status: 'declined',
      decision: { outcome: 'declined', reason_codes: ['face_not_recognized'] },
    });
    expect(report.checks.map(({ name }) => name)).not.toContain('face_indexing');
    expect(await enrolledFaces(flow, user)).toEqual(before);
    expect(await statusOf(authenticate(flow, user, await selfieOf('franck')))).toBe('approved');

    const attempts = async () => {
      for (let attempt = 0; attempt < 6; attempt += 1)
        await reEnroll(flow, user, await own(selfieOf('cage')));
    };
    await expect(attempts()).rejects.toMatchObject({ code: 'liveness_locked_out' });
    expect(await enrolledFaces(flow, user)).toEqual(before);
  });

  it('is refused to a user who is not enrolled, as a login is, and without a mode', async () => {
    await expect(reEnroll(flow, aUserId(), await selfieOf('cage'))).rejects.toMatchObject({
      code: 'user_not_enrolled',
    });
    const user = await aRegisteredUser();
    const body = {
      type: 're_enrollment',
      user_id: user,
      consent: { given: true, notice_version: '2026-01' },
    };
    await expect(flow.backend.post('/verification-sessions', body)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('runs once at a time, and is refused at the limit of faces', async () => {
    const user = await aRegisteredUser();
    const two = await Promise.all(
      [portraitOf('franck'), selfieOf('franck')].map(async (photo) => reEnroll(flow, user, await own(photo))),
    );
    const approved = two.filter(({ status }) => status === 'approved').length;
    expect(approved).toBeGreaterThan(0);
    for (const { status, decision } of two)
      if (status !== 'approved') expect(decision?.reason_codes).toEqual(['enrollment_in_progress']);
    for (let faces = 1 + approved; faces < 5; faces += 1)
      expect((await reEnroll(flow, user, await own(portraitOf('franck')))).status).toBe('approved');
    expect(await enrolledFaces(flow, user)).toHaveLength(5);
    await expect(reEnroll(flow, user, await own(portraitOf('franck')))).rejects.toMatchObject({
      code: 'face_limit_reached',
    });
    expect((await reEnroll(flow, user, await own(portraitOf('franck')), 'replace')).status).toBe('approved');
    expect(await enrolledFaces(flow, user)).toHaveLength(1);
  });
});
