import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  aPhotoWithoutFace,
  portraitOf,
  selfieOf,
  sideBySide,
} from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it } from 'vitest';
import { withFlowStack } from '../support/flow-stack.ts';
import { CSV, outcomesOf, runIndexJob } from '../support/index-jobs.ts';
import { ATTESTED, aUserId, enrolledFaces } from '../support/registrations.ts';
import { storedFaces } from '../support/rekognition-admin.ts';
import { jobStates } from './bulk-indexing/job-states.ts';
import { lateCheck } from './bulk-indexing/late-check.ts';

describe('bulk indexing over HTTP', () => {
  const flow = withFlowStack({ 'late-check': 'all', 'detect-selfies': 'true' });

  it('enrolls each user once, says what came of every row, and adds nothing when it runs again', async () => {
    const users = [aUserId(), aUserId(), aUserId(), aUserId()];
    const images = [
      { name: 'franck.jpg', bytes: await selfieOf('franck') },
      { name: 'cage.jpg', bytes: await selfieOf('cage') },
      { name: 'landscape.jpg', bytes: await aPhotoWithoutFace() },
    ];
    const manifest = (prefix: string) =>
      [
        'user_id,image_key',
        `${users[0]},${prefix}franck.jpg`,
        `${users[1]},${prefix}cage.jpg`,
        `${users[2]},${prefix}landscape.jpg`,
        `${users[3]},${prefix}missing.jpg`,
        `${users[0]},${prefix}franck.jpg`,
        `not a user id,${prefix}franck.jpg`,
        `${users[3]},globex/somebody.jpg`,
      ].join('\n');
    const run = () => runIndexJob(flow.operator, CSV, images, manifest);

    const first = await run();
    expect(first).toMatchObject({
      status: 'completed',
      total: 7,
      done: 7,
      counts: { indexed: 3, skipped: 0, rejected: 4, failed: 0 },
      outcomes_status: 'ready',
    });
    expect(first.billable_calls.IndexFaces).toBe(3);
    expect((await outcomesOf(first)).map(({ outcome, reason_codes }) => [outcome, ...reason_codes])).toEqual([
      ['indexed'],
      ['indexed'],
      ['rejected', 'face_not_detected'],
      ['rejected', 'image_missing'],
      ['indexed'],
      ['rejected', 'invalid_row'],
      ['rejected', 'image_missing'],
    ]);
    const stored = await storedFaces(flow.stack);
    expect(stored).toHaveLength(2);
    const mapped = [
      ...(await enrolledFaces(flow, users[0] ?? '')),
      ...(await enrolledFaces(flow, users[1] ?? '')),
    ];
    expect(mapped.map(({ face_id }) => face_id).sort()).toEqual(stored.map(({ faceId }) => faceId).sort());

    const again = await run();
    expect(again.counts).toMatchObject({ indexed: 0, skipped: 3, rejected: 4 });
    expect(await storedFaces(flow.stack)).toEqual(stored);

    const portrait = [{ name: 'portrait.jpg', bytes: await portraitOf('franck') }];
    const refused = await outcomesOf(
      await runIndexJob(
        flow.operator,
        { ...CSV, duplicates: 'refuse' },
        portrait,
        (prefix) => `user_id,image_key\n${aUserId()},${prefix}portrait.jpg\n`,
      ),
    );
    expect(refused).toMatchObject([
      { outcome: 'rejected', reason_codes: ['duplicate_face'], duplicate_of: users[0] },
    ]);
    expect(await storedFaces(flow.stack)).toEqual(stored);
  });

  it('refuses a row of two people, be it in two images or in one', async () => {
    const [franck, cage] = await Promise.all([selfieOf('franck'), selfieOf('cage')]);
    const images = [
      { name: 'franck.jpg', bytes: franck },
      { name: 'cage.jpg', bytes: cage },
      { name: 'both.jpg', bytes: await sideBySide(franck, cage) },
    ];
    const stored = await storedFaces(flow.stack);
    const job = await runIndexJob(flow.operator, CSV, images, (prefix) =>
      [
        'user_id,image_key,image_key_2',
        `${aUserId()},${prefix}franck.jpg,${prefix}cage.jpg`,
        `${aUserId()},${prefix}both.jpg,`,
      ].join('\n'),
    );
    expect(await outcomesOf(job)).toMatchObject([
      { outcome: 'rejected', reason_codes: ['different_people'] },
      { outcome: 'rejected', reason_codes: ['multiple_faces_detected'] },
    ]);
    expect(job.billable_calls).toMatchObject({ CompareFaces: 1, IndexFaces: 1 });
    expect(await storedFaces(flow.stack)).toEqual(stored);
  });

  it('enrolls a user with two images by one call, each face mapped back to its own', async () => {
    const user = aUserId();
    const images = [
      { name: 'selfie.jpg', bytes: await selfieOf('cage') },
      { name: 'portrait.jpg', bytes: await portraitOf('cage') },
    ];
    const job = await runIndexJob(
      flow.operator,
      CSV,
      images,
      (prefix) => `user_id,image_key,image_key_2\n${user},${prefix}selfie.jpg,${prefix}portrait.jpg\n`,
    );
    expect(job.billable_calls).toEqual({ CompareFaces: 1, IndexFaces: 1 });
    const [outcome] = await outcomesOf(job);
    const enrolled = await enrolledFaces(flow, user);
    expect(outcome).toMatchObject({
      outcome: 'indexed',
      images: [{ outcome: 'indexed' }, { outcome: 'indexed' }],
    });
    expect(enrolled).toHaveLength(2);
    expect(outcome).toMatchObject({
      images: expect.arrayContaining(enrolled.map(({ face_id }) => expect.objectContaining({ face_id }))),
    });
  });

  it('adds an image of the same person to an enrolled user, and none of another person', async () => {
    const user = aUserId();
    const index = async (names: Readonly<Record<string, Uint8Array | undefined>>) => {
      const images = Object.entries(names).map(([name, bytes]) => ({
        name,
        bytes: bytes ?? new Uint8Array(),
      }));
      const job = await runIndexJob(flow.operator, CSV, images, (prefix) =>
        ['user_id,image_key', ...images.map(({ name }) => `${user},${prefix}${name}`)].join('\n'),
      );
      return { job, outcomes: await outcomesOf(job) };
    };
    // an image enrolls one user, so these bytes are those of no other test
    const own = async (photo: Promise<Buffer>) => Buffer.concat([await photo, Buffer.from(user)]);
    const [franck, portrait, cage] = await Promise.all(
      [selfieOf('franck'), portraitOf('franck'), selfieOf('cage')].map(own),
    );
    const { outcomes } = await index({ 'selfie.jpg': franck });
    expect(outcomes).toMatchObject([{ outcome: 'indexed' }]);

    const added = await index({ 'cage.jpg': cage, 'portrait.jpg': portrait, 'selfie.jpg': franck });
    expect(added.outcomes).toMatchObject([
      { outcome: 'rejected', reason_codes: ['not_the_enrolled_person'] },
      { outcome: 'indexed' },
      { outcome: 'skipped', reason_codes: ['already_indexed'] },
    ]);
    expect(added.job.billable_calls).toEqual({ CompareFaces: 2, IndexFaces: 1 });
    const enrolled = await enrolledFaces(flow, user);
    expect(enrolled).toHaveLength(2);

    // one of several faces is deleted, and the user stays enrolled by the other
    const [first, second] = enrolled;
    await flow.operator.delete(`/users/${user}/faces/${first?.face_id}`, 'test');
    expect(await enrolledFaces(flow, user)).toMatchObject([{ face_id: second?.face_id }]);
  });

  it("cuts faces out of images that lie in a tenant's bucket of another region", async () => {
    const s3 = new S3Client({
      endpoint: flow.stack.endpoint,
      region: 'eu-central-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'demo-archive' }));
    for (const Key of ['people/bieber.jpg', 'letters/bieber.jpg'])
      await s3.send(new PutObjectCommand({ Bucket: 'demo-archive', Key, Body: await portraitOf('bieber') }));
    const request = {
      format: 'csv',
      consent: ATTESTED,
      crop_faces: true,
      image_bucket: 'demo-archive',
    } as const;
    const user = aUserId();
    const rows = [
      `${user},people/bieber.jpg`,
      `${aUserId()},people/none.jpg`,
      `${aUserId()},letters/bieber.jpg`,
    ];
    const job = await runIndexJob(flow.operator, request, [], () =>
      ['user_id,image_key', ...rows].join('\n'),
    );
    expect((await outcomesOf(job)).map(({ outcome, reason_codes }) => [outcome, ...reason_codes])).toEqual([
      ['indexed'],
      ['rejected', 'image_missing'],
      ['rejected', 'image_missing'],
    ]);
    expect(job.billable_calls).toEqual({ DetectFaces: 1, IndexFaces: 1 });
    expect(await enrolledFaces(flow, user)).toHaveLength(1);

    await expect(
      flow.operator.post('/index-jobs', { format: 'csv', consent: ATTESTED, image_bucket: 'attic' }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  jobStates(flow);
  lateCheck(flow);
});
