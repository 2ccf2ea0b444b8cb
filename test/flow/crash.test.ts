import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListCollectionsCommand, ListFacesCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { aColorPhoto } from '@face-idv/local-rekognition/testing/color-engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photoCamera } from '../../local/demo/camera.ts';
import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import type { VerificationApi } from '../../local/demo/verification-api.ts';
import type { Report } from '../../local/demo/verify-person.ts';
import { type KillableCloud, outputOf, type Status, startKillableCloud } from '../support/killable-cloud.ts';

/** A few in every run; the proof asks for a hundred: `CRASHES=100 npx vitest run --project flow test/flow/crash`. */
const CRASHES = Number(process.env.CRASHES ?? 3);
const MS_PER_CRASH = 120_000;
/** The process is killed at a random moment within this time after it answers. */
const LONGEST_LIFE_MS = 6000;
const REGISTRATIONS_AT_A_TIME = 2;

const SILENT: StepReporter = { report: () => {}, run: async (_name, work) => (await work()).value };

let cloud: KillableCloud;
beforeAll(async () => {
  cloud = await startKillableCloud();
});
afterAll(() => cloud.close());

/** Everything that was acknowledged and must therefore be there in the end. */
const acknowledged = { items: new Set<string>(), objects: new Set<string>(), submitted: new Set<string>() };

interface Client {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** One failure is what the test is about; a retry would hide it. */
  readonly maxAttempts: number;
}

const clientOf = ({ region }: Status): Client => ({
  endpoint: cloud.endpoint,
  region,
  credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
  maxAttempts: 1,
});

type Callers = Awaited<ReturnType<KillableCloud['callers']>>;

let people = 0;

/** Registers one person after the other until the process is gone; remembers what it was told is done. */
async function registerUntilKilled({ backend, operator }: Callers): Promise<void> {
  const noting: VerificationApi = {
    ...backend,
    post: async <T>(path: string, body?: unknown): Promise<T> => {
      const answer = await backend.post<T>(path, body);
      if (path.endsWith('/submit')) acknowledged.submitted.add(path.split('/')[2] ?? '');
      return answer;
    },
  };
  for (;;) {
    people += 1;
    // the other callers count on while this one waits
    const person = people;
    const photo = {
      name: `person ${person}`,
      bytes: await aColorPhoto(person),
      contentType: 'image/jpeg',
    } as const;
    const request = {
      selfie: photo,
      document: photo,
      userId: `user-${person}`,
      sensitivity: 'regular',
      judge: 'protocol',
    } as const;
    await registerPerson({ person: noting, operator, camera: photoCamera(cloud.endpoint) }, request, SILENT);
  }
}

async function writeUntilKilled(current: Status): Promise<void> {
  const table = new DynamoDBClient(clientOf(current));
  const bucket = new S3Client({ ...clientOf(current), forcePathStyle: true });
  const TableName = outputOf(current, /RefTablesControl/);
  const Bucket = outputOf(current, /EvidenceBucketName$/);
  for (;;) {
    const id = randomUUID();
    await table.send(new PutItemCommand({ TableName, Item: { pk: { S: `crash#${id}` }, sk: { S: 'x' } } }));
    acknowledged.items.add(id);
    await bucket.send(new PutObjectCommand({ Bucket, Key: `crash/${id}`, Body: id }));
    acknowledged.objects.add(id);
  }
}

it(
  `keeps everything it has acknowledged over ${CRASHES} kills at random moments, and ends every registration once`,
  async () => {
    for (let crash = 0; crash < CRASHES; crash += 1) {
      const current = await cloud.status();
      const load = await cloud.callers();
      const work = [
        writeUntilKilled(current),
        ...Array.from({ length: REGISTRATIONS_AT_A_TIME }, () => registerUntilKilled(load)),
      ];
      // the kill ends them with a broken connection; what matters is what was acknowledged before
      const ended = Promise.allSettled(work);
      // the first kill waits for a registration under way, so that no run proves nothing
      if (crash === 0)
        await expect
          .poll(() => acknowledged.submitted.size, { timeout: MS_PER_CRASH / 2 })
          .toBeGreaterThan(0);
      await delay(Math.random() * LONGEST_LIFE_MS);
      await cloud.kill();
      await ended;
      await cloud.start();
    }
    const current = await cloud.status();
    const { operator, backend } = await cloud.callers();

    await submitAgain(operator, backend);
    await expectEveryWriteToBeThere(current);
    await expectEverySessionToBeDecided(operator);
    await expectFacesToBeMappedOnce(current, operator);
  },
  CRASHES * MS_PER_CRASH,
);

async function expectEveryWriteToBeThere(current: Status): Promise<void> {
  const table = new DynamoDBClient(clientOf(current));
  const bucket = new S3Client({ ...clientOf(current), forcePathStyle: true });
  const lost: string[] = [];
  for (const id of acknowledged.items) {
    const Key = { pk: { S: `crash#${id}` }, sk: { S: 'x' } };
    const { Item } = await table.send(
      new GetItemCommand({ TableName: outputOf(current, /RefTablesControl/), Key }),
    );
    if (!Item) lost.push(`item ${id}`);
  }
  for (const id of acknowledged.objects) {
    const { Body } = await bucket.send(
      new GetObjectCommand({ Bucket: outputOf(current, /EvidenceBucketName$/), Key: `crash/${id}` }),
    );
    if ((await Body?.transformToString()) !== id) lost.push(`object ${id}`);
  }
  expect(lost).toEqual([]);
  expect(acknowledged.items.size).toBeGreaterThan(0);
}

/** A crash is no reason to decline anybody: whoever had submitted is approved in the end. */
async function expectEverySessionToBeDecided(operator: VerificationApi): Promise<void> {
  const declined: unknown[] = [];
  for (const id of acknowledged.submitted) {
    const read = () => operator.get<Report>(`/verification-sessions/${id}/report`);
    await expect
      .poll(async () => (await read()).status, { timeout: MS_PER_CRASH / 2, interval: 250 })
      .not.toBe('processing');
    const { status: outcome, decision, checks } = await read();
    if (outcome !== 'approved') declined.push({ id, outcome, decision, checks });
  }
  expect(declined).toEqual([]);
}

/**
 * A client whose submission got no answer sends it again, as the contract of the API has it: a kill may have come
 * between the session's change and the start of its execution.
 */
async function submitAgain(operator: VerificationApi, backend: VerificationApi): Promise<void> {
  const processing = (await allOf(operator, '/verification-sessions?status=processing')) as readonly {
    id: string;
  }[];
  for (const { id } of processing) {
    if (!acknowledged.submitted.has(id))
      await backend.post(`/verification-sessions/${id}/submit`).catch(() => {});
  }
}

/** Every face in a collection is in the mapping table and the other way round, one for each approved session. */
async function expectFacesToBeMappedOnce(current: Status, operator: VerificationApi): Promise<void> {
  const approved = async (): Promise<number> => {
    const list = await allOf(operator, '/verification-sessions?status=approved');
    return list.length;
  };
  const processing = async (): Promise<number> =>
    (await allOf(operator, '/verification-sessions?status=processing')).length;
  await expect.poll(processing, { timeout: MS_PER_CRASH / 2, interval: 250 }).toBe(0);
  const faces = await facesInCollections(current);
  const mapped = await facesInMapping(current);
  expect(faces.toSorted()).toEqual(mapped.toSorted());
  expect(new Set(faces).size).toBe(faces.length);
  expect(faces.length).toBe(await approved());
  expect(faces.length).toBeGreaterThanOrEqual(acknowledged.submitted.size);
}

async function allOf(operator: VerificationApi, path: string): Promise<unknown[]> {
  const all: unknown[] = [];
  let cursor = '';
  do {
    const page = await operator.get<{ data: unknown[]; has_more: boolean; next_cursor?: string }>(
      `${path}${cursor}`,
    );
    all.push(...page.data);
    cursor = page.has_more ? `&cursor=${encodeURIComponent(page.next_cursor ?? '')}` : '';
  } while (cursor !== '');
  return all;
}

async function facesInCollections(current: Status): Promise<string[]> {
  const rekognition = new RekognitionClient(clientOf(current));
  const { CollectionIds = [] } = await rekognition.send(new ListCollectionsCommand({}));
  const faces = await Promise.all(
    CollectionIds.map(async (CollectionId) => {
      const { Faces = [] } = await rekognition.send(new ListFacesCommand({ CollectionId, MaxResults: 4096 }));
      return Faces.map(({ FaceId }) => `${CollectionId}#${FaceId}`);
    }),
  );
  return faces.flat();
}

async function facesInMapping(current: Status): Promise<string[]> {
  const table = new DynamoDBClient(clientOf(current));
  const { Items = [] } = await table.send(
    new ScanCommand({ TableName: outputOf(current, /RefTablesFaceMapping/) }),
  );
  return Items.map((item) => item['collection_id#face_id']?.S ?? '');
}
