import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateListFaces, RekognitionClient } from '@aws-sdk/client-rekognition';
import { aColorPhoto, PEOPLE } from '@face-idv/local-rekognition/testing/color-engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photoCamera } from '../../local/demo/camera.ts';
import { registerPerson } from '../../local/demo/register-person.ts';
import type { StepReporter } from '../../local/demo/step-reporter.ts';
import { followIndexJob, type IndexJob, prepareIndexJob } from '../../local/index/index-job-client.ts';
import { type KillableCloud, outputOf, startKillableCloud } from '../support/killable-cloud.ts';
import { ATTESTED } from '../support/registrations.ts';

/**
 * A few in every run; the proof asks for more:
 * `MIGRATED=5000 KILLS=10 npx vitest run --project flow test/flow/migration-crash`.
 */
const MIGRATED = Number(process.env.MIGRATED ?? 40);
const KILLS = Number(process.env.KILLS ?? 2);
/** The process is killed at a random moment within this time after it answers. */
const LONGEST_LIFE_MS = 4000;
const LONGEST_MS = 120_000 + 400 * MIGRATED + 30_000 * KILLS;
const SHARDS = { g1: 4, g2: 8 } as const;
const SILENT: StepReporter = { report: () => {}, run: async (_name, work) => (await work()).value };

interface MigrationView {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly pass: number;
  readonly counts: Readonly<Record<'indexed' | 'present' | 'failed', number>>;
}

let cloud: KillableCloud;
beforeAll(async () => {
  cloud = await startKillableCloud();
});
afterAll(() => cloud.close());

async function enrollInBulk(): Promise<void> {
  const { operator } = await cloud.callers();
  const people = Array.from({ length: MIGRATED }, (_, person) => person);
  const images = await Promise.all(
    people.map(async (person) => ({ name: `${person}.jpg`, bytes: await aColorPhoto(person) })),
  );
  const manifest = (prefix: string) =>
    ['user_id,image_key', ...people.map((person) => `user-${person},${prefix}${person}.jpg`)].join('\n');
  const { id } = await prepareIndexJob(operator, { format: 'csv', consent: ATTESTED }, images, manifest);
  await operator.post(`/index-jobs/${id}/start`);
  const { counts }: IndexJob = await followIndexJob(operator, id, () => {});
  expect(counts).toEqual({ indexed: MIGRATED, skipped: 0, rejected: 0, failed: 0 });
}

let registered = MIGRATED;

/** One person after the other, until the process is gone or the migration has been cut over. */
async function registerOn(signal: AbortSignal): Promise<void> {
  const { backend, operator } = await cloud.callers();
  while (!signal.aborted && registered < PEOPLE - 1) {
    registered += 1;
    const bytes = await aColorPhoto(registered);
    const photo = { name: `person ${registered}`, bytes, contentType: 'image/jpeg' } as const;
    const { status } = await registerPerson(
      { person: backend, operator, camera: photoCamera(cloud.endpoint) },
      {
        selfie: photo,
        document: photo,
        userId: `user-${registered}`,
        sensitivity: 'regular',
        judge: 'protocol',
      },
      SILENT,
    );
    expect(status).toBe('approved');
  }
}

async function reached(id: string, status: string): Promise<MigrationView> {
  const { operator } = await cloud.callers();
  const read = () => operator.get<MigrationView>(`/migrations/${id}`);
  await expect.poll(async () => (await read()).status, { timeout: LONGEST_MS, interval: 500 }).toBe(status);
  return read();
}

/** No registration is under way any more, so that what is there is all there will be. */
async function settled(): Promise<void> {
  const { operator, backend } = await cloud.callers();
  const processing = async () =>
    (await operator.get<{ data: { id: string }[] }>('/verification-sessions?status=processing')).data;
  // a kill may have come between a session's change and the start of its execution: its client submits again
  for (const { id } of await processing())
    await backend.post(`/verification-sessions/${id}/submit`).catch(() => {});
  await expect.poll(processing, { timeout: LONGEST_MS, interval: 250 }).toEqual([]);
}

async function clientSettings() {
  const current = await cloud.status();
  return {
    current,
    client: {
      endpoint: cloud.endpoint,
      region: current.region,
      credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
    },
  };
}

/** `collection#face` of every face of a generation, sorted. */
async function facesOf(generation: keyof typeof SHARDS): Promise<string[]> {
  const client = new RekognitionClient((await clientSettings()).client);
  const faces: string[] = [];
  for (let shard = 0; shard < SHARDS[generation]; shard += 1) {
    const CollectionId = `face-idv-local.demo.${generation}.${shard}`;
    for await (const { Faces = [] } of paginateListFaces({ client }, { CollectionId }))
      faces.push(...Faces.map(({ FaceId }) => `${CollectionId}#${FaceId}`));
  }
  return faces.sort();
}

/** Rows of a generation in the mapping table, by `collection#face`, with whose they are. */
async function mappedOf(generation: keyof typeof SHARDS): Promise<Map<string, string>> {
  const { current, client } = await clientSettings();
  const TableName = outputOf(current, /RefTablesFaceMapping/);
  const rows = new Map<string, string>();
  for await (const { Items = [] } of paginateScan({ client: new DynamoDBClient(client) }, { TableName })) {
    for (const item of Items) {
      const face = item['collection_id#face_id']?.S ?? '';
      if (face.includes(`.${generation}.`)) rows.set(face, item.owner_id?.S ?? '');
    }
  }
  return rows;
}

/** Faces and rows are the same ones, and no user has two. */
async function expectWhole(generation: keyof typeof SHARDS): Promise<string[]> {
  const mapped = await mappedOf(generation);
  expect([...mapped.keys()].sort()).toEqual(await facesOf(generation));
  const users = [...mapped.values()].sort();
  expect(new Set(users).size).toBe(users.length);
  return users;
}

it(
  `moves ${MIGRATED} faces from 4 to 8 shards under live traffic and ${KILLS} kills, none lost and none twice`,
  async () => {
    await enrollInBulk();
    const { id } = await (await cloud.callers()).operator.post<MigrationView>('/migrations', { to: 'g2' });
    for (let kill = 0; kill < KILLS; kill += 1) {
      // the kill ends it with a broken connection
      const traffic = registerOn(new AbortController().signal).catch(() => {});
      await delay(Math.random() * LONGEST_LIFE_MS);
      await cloud.kill();
      await traffic;
      await cloud.start();
    }
    const stop = new AbortController();
    const traffic = registerOn(stop.signal);
    const ready = await reached(id, 'ready');
    expect(ready.counts.failed).toBe(0);
    const { operator } = await cloud.callers();
    await operator.post(`/migrations/${id}/cut-over`);
    stop.abort();
    await traffic;
    await settled();

    const users = await expectWhole('g1');
    expect(users.length).toBeGreaterThan(MIGRATED);
    expect(await expectWhole('g2')).toEqual(users);
    await operator.post(`/migrations/${id}/drain`);
    await reached(id, 'drained');
    expect(await facesOf('g1')).toEqual([]);
    expect((await mappedOf('g1')).size).toBe(0);
    expect(await expectWhole('g2')).toEqual(users);
  },
  LONGEST_MS * 2,
);
