import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import {
  aPhotoWithoutFace,
  aStranger,
  portraitOf,
  selfieOf,
  sideBySide,
} from '@face-idv/local-rekognition/testing/photos';
import { describe, expect, it, vi } from 'vitest';
import { lateCheckCalls, registrationCalls } from '../../lambda/collections/domain/call-budget.ts';
import { LATE_CHECK_DELAY_SECONDS } from '../../lambda/late-check/contract.ts';
import type { ReviewCaseDetail } from '../../lambda/review-cases/contract.ts';
import type { ReviewCaseView } from '../../lambda/review-cases/domain/case-view.ts';
import { composeIdentityCard } from '../../local/demo/identity-card.ts';
import { followIndexJob, type IndexJob, prepareIndexJob } from '../../local/index/index-job-client.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { ATTESTED, aUserId, enrolledFaces, register } from '../support/registrations.ts';
import { rekognitionCalls, resetRekognitionCalls, storedFaces } from '../support/rekognition-admin.ts';

describe('bulk indexing over HTTP', () => {
  const flow = withFlowStack({ 'late-check': 'all', 'detect-selfies': 'true' });
  const silent = () => {};

  const outcomesOf = async ({ outcomes_url = '' }: IndexJob) =>
    (await (await fetch(outcomes_url)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { row: number; outcome: string; reason_codes: string[] });

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
    const run = async () => {
      const { id } = await prepareIndexJob(
        flow.operator,
        { format: 'csv', consent: ATTESTED },
        images,
        manifest,
      );
      await flow.operator.post(`/index-jobs/${id}/start`);
      return followIndexJob(flow.operator, id, silent);
    };

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
    const { id } = await prepareIndexJob(
      flow.operator,
      { format: 'csv', consent: ATTESTED, duplicates: 'refuse' },
      portrait,
      (prefix) => `user_id,image_key\n${aUserId()},${prefix}portrait.jpg\n`,
    );
    await flow.operator.post(`/index-jobs/${id}/start`);
    const refused = await outcomesOf(await followIndexJob(flow.operator, id, silent));
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
    const { id } = await prepareIndexJob(
      flow.operator,
      { format: 'csv', consent: ATTESTED },
      images,
      (prefix) =>
        [
          'user_id,image_key,image_key_2',
          `${aUserId()},${prefix}franck.jpg,${prefix}cage.jpg`,
          `${aUserId()},${prefix}both.jpg,`,
        ].join('\n'),
    );
    await flow.operator.post(`/index-jobs/${id}/start`);
    const job = await followIndexJob(flow.operator, id, silent);
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
    const { id } = await prepareIndexJob(
      flow.operator,
      { format: 'csv', consent: ATTESTED },
      images,
      (prefix) => `user_id,image_key,image_key_2\n${user},${prefix}selfie.jpg,${prefix}portrait.jpg\n`,
    );
    await flow.operator.post(`/index-jobs/${id}/start`);
    const job = await followIndexJob(flow.operator, id, silent);
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
      const { id } = await prepareIndexJob(
        flow.operator,
        { format: 'csv', consent: ATTESTED },
        images,
        (prefix) => ['user_id,image_key', ...images.map(({ name }) => `${user},${prefix}${name}`)].join('\n'),
      );
      await flow.operator.post(`/index-jobs/${id}/start`);
      const job = await followIndexJob(flow.operator, id, silent);
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
    const { id } = await prepareIndexJob(flow.operator, request, [], () =>
      ['user_id,image_key', ...rows].join('\n'),
    );
    await flow.operator.post(`/index-jobs/${id}/start`);
    const job = await followIndexJob(flow.operator, id, silent);
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

  it('is paused, resumed and canceled', async () => {
    const images = [{ name: 'bieber.jpg', bytes: await portraitOf('bieber') }];
    const rows = (prefix: string) =>
      Array.from({ length: 60 }, (_, row) =>
        JSON.stringify({
          user_id: `user-${row}`,
          image_key: `${prefix}${row === 0 ? 'bieber' : `none-${row}`}.jpg`,
        }),
      ).join('\n');
    const { id } = await prepareIndexJob(flow.operator, { format: 'jsonl', consent: ATTESTED }, images, rows);
    await flow.operator.post(`/index-jobs/${id}/start`);
    const paused = await flow.operator.post<IndexJob>(`/index-jobs/${id}/pause`);
    expect(paused.status).toBe('paused');
    await expect(flow.operator.post(`/index-jobs/${id}/start`)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    expect((await flow.operator.post<IndexJob>(`/index-jobs/${id}/resume`)).status).toBe('running');
    const canceled = await flow.operator.post<IndexJob>(`/index-jobs/${id}/cancel`);
    expect(canceled.status).toBe('canceled');
    await expect(flow.operator.post(`/index-jobs/${id}/resume`)).rejects.toMatchObject({
      code: 'invalid_state',
    });
    expect((await flow.operator.get<{ data: IndexJob[] }>('/index-jobs')).data[0]).toMatchObject({
      id,
      status: 'canceled',
    });
  });

  it('ends a job whose execution was stopped as failed, and says why', async () => {
    const rows = () =>
      Array.from({ length: 60 }, (_, row) =>
        JSON.stringify({ user_id: `stopped-${row}`, image_key: `demo/none-${row}.jpg` }),
      ).join('\n');
    const { id } = await prepareIndexJob(flow.operator, { format: 'jsonl', consent: ATTESTED }, [], rows);
    await flow.operator.post(`/index-jobs/${id}/start`);
    expect((await flow.operator.post<IndexJob>(`/index-jobs/${id}/pause`)).status).toBe('paused');
    const { endpoint, region } = flow.stack;
    const sfn = new SFNClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
    });
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    const machine = stateMachines.find(({ name = '' }) => name.startsWith('BulkIndexing'));
    const executionArn = `${machine?.stateMachineArn?.replace(':stateMachine:', ':execution:')}:${id}`;
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(await followIndexJob(flow.operator, id, silent)).toMatchObject({
      status: 'failed',
      failure_reason: 'execution_stopped',
      outcomes_status: 'failed',
    });
  });

  it('ends a job whose manifest cannot be read as failed, and says so with an empty file of outcomes', async () => {
    const { id } = await prepareIndexJob(
      flow.operator,
      { format: 'jsonl', consent: ATTESTED },
      [],
      () => '{"user_id":"ann","image_key":"acme/ann.jpg"}\nno JSON\n',
    );
    await flow.operator.post(`/index-jobs/${id}/start`);
    const job = await followIndexJob(flow.operator, id, silent);
    expect(job).toMatchObject({ status: 'failed', total: 2, done: 0, outcomes_status: 'ready' });
    expect(await (await fetch(job.outcomes_url ?? '')).text()).toBe('');
  });

  it('refuses a start without a manifest, and anybody but operators', async () => {
    const { id, outcomes_status } = await flow.operator.post<IndexJob>('/index-jobs', {
      format: 'csv',
      consent: ATTESTED,
    });
    expect(outcomes_status).toBe('none');
    await expect(flow.operator.post(`/index-jobs/${id}/start`)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(
      flow.backend.post('/index-jobs', { format: 'csv', consent: ATTESTED }),
    ).rejects.toMatchObject({ status: 401 });
  });

  it('meets the late check of a registration that could not find what was indexed beside it', async () => {
    const [older, younger] = [aUserId(), aUserId()];
    const selfie = await aStranger();
    const document = await composeIdentityCard(selfie, 'stranger');
    const registered = await register(flow, { userId: older, selfie, document });
    expect(registered.status).toBe('approved');
    // whoever has selfies judged first pays for one more call, and the late check is none of the registration
    const setup = {
      shards: 4,
      vectors: 'face',
      detectsSelfie: true,
      searchesDocument: true,
      watchlists: 1,
    } as const;
    expect(registered.billable_calls).toEqual(registrationCalls(setup, 'approved'));
    const image = [{ name: 'stranger.jpg', bytes: selfie }];
    const { id } = await prepareIndexJob(
      flow.operator,
      { format: 'csv', consent: ATTESTED },
      image,
      (prefix) => `user_id,image_key\n${younger},${prefix}stranger.jpg\n`,
    );
    await flow.operator.post(`/index-jobs/${id}/start`);
    expect((await followIndexJob(flow.operator, id, silent)).counts.indexed).toBe(1);
    await resetRekognitionCalls(flow.stack);
    flow.clock.advance(LATE_CHECK_DELAY_SECONDS * 1000);
    await vi.waitFor(
      async () => {
        const { data } = await flow.operator.get<{ data: ReviewCaseView[] }>('/review-cases');
        expect(data).toMatchObject([
          { reason: 'possible_duplicate', users: [{ user_id: older }, { user_id: younger }] },
        ]);
      },
      { timeout: 60_000, interval: 500 },
    );
    const { SearchFacesByImage } = await rekognitionCalls(flow.stack);
    expect({ SearchFacesByImage }).toEqual(lateCheckCalls(setup));
    process.stdout.write(`late check: ${SearchFacesByImage} calls, after the decision\n`);
    const lockoutOf = (user: string) => flow.operator.get(`/users/${user}/lockout`);
    expect(await lockoutOf(younger)).toMatchObject({ state: 'blocked' });
    expect(await lockoutOf(older)).toMatchObject({ state: 'open' });
    const session = await flow.backend.get(`/verification-sessions/${registered.id}`);
    expect(session).toMatchObject({ status: 'approved' });

    // URLs are signed by the clock of the machine
    flow.clock.advance(-LATE_CHECK_DELAY_SECONDS * 1000);
    const { data } = await flow.viewer.get<{ data: ReviewCaseView[] }>('/review-cases?status=open');
    const path = `/review-cases/${data[0]?.id}`;
    const detail = await flow.viewer.get<ReviewCaseDetail>(path);
    expect(detail.people).toMatchObject([
      { user_id: older, faces: [{ source: 'selfie' }], reports: [{ id: registered.id }] },
      { user_id: younger, faces: [{ source: 'bulk' }], reports: [] },
    ]);
    await expect(flow.viewer.post(`${path}/assign`)).rejects.toMatchObject({ status: 403 });
    // every image is seen by a recorded view, and by no other way
    for (const { id, kind } of detail.images) {
      const viewed = `${path}/image-views/${id}`;
      await expect(flow.viewer.post(viewed, {}, 'curious')).rejects.toMatchObject({ status: 403 });
      await expect(flow.reviewer.post(viewed)).rejects.toMatchObject({ code: 'invalid_request' });
      const { url } = await flow.reviewer.post<{ url: string }>(viewed, {}, 'case of today');
      const image = Buffer.from(await (await fetch(url)).arrayBuffer());
      expect(image.subarray(0, 2).toString('hex'), kind).toBe('ffd8');
    }
    const entries = async (target: string) =>
      (await flow.viewer.get<{ data: object[] }>(`/audit-entries?target=${target}&action=image.view`)).data;
    for (const { id } of detail.images)
      expect(await entries(`${path}/image-views/${id}`)).toMatchObject([
        { reason: 'case of today', outcome: 'done' },
      ]);

    await flow.reviewer.post(`${path}/assign`);
    const decide = (finding: string) => flow.reviewer.post(`${path}/decision`, { revision: 2, finding });
    const decided = await Promise.allSettled([decide('allow_pair'), decide('allow_pair')]);
    expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const one of decided)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409 });
    expect(await flow.viewer.get(path)).toMatchObject({ status: 'decided', revision: 3 });
    await expect(flow.reviewer.post(`${path}/reopen`, {}, 'wrong')).rejects.toMatchObject({ status: 403 });
    expect(await flow.operator.post(`${path}/reopen`, {}, 'wrong')).toMatchObject({ status: 'open' });
  });
});
