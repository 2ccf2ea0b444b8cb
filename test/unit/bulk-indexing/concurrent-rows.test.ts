import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoBulkEnrollment } from '../../../lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { createDynamoIndexJobStore } from '../../../lambda/bulk-indexing/adapters/dynamo-index-job-store.ts';
import { GROUP_SIZE, indexBatch } from '../../../lambda/bulk-indexing/index-batch.ts';
import { generationRowOf } from '../../../lambda/collections/domain/generation-row.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFaceMappingStore } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { aBulkWorld, aJob, anExecution, aPictureOf } from '../../support/lambda/a-bulk-world.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';
import { unique } from '../../support/lambda/unique.ts';

/** How long a transaction holds its items: the window of the model in generation-row.ts. */
const TRANSACTION_MS = 15;
/** Some 200 writes, each of them synced to disk. */
const TIMEOUT_MS = 30_000;

let tables: DynamoTables;
beforeEach(async () => {
  tables = await someDynamoTables({ transactionMs: TRANSACTION_MS });
});
afterEach(() => tables.close());

/** Indexes one row for each of these users, all of them at once, in batches of as many as one call works on at once. */
async function indexAtOnce(users: readonly string[]) {
  const world = aBulkWorld();
  const { documents, control } = tables;
  const clock = () => NOON;
  const jobs = createDynamoIndexJobStore(documents, control, clock);
  const job = aJob({ status: 'created', duplicates: 'report' });
  await jobs.create(job);
  await jobs.act(TENANT, job.id, 'start', { total: users.length });
  for (const user of users) world.images.images.set(`acme/${user}.png`, aPictureOf(user));
  const dependencies = {
    ...world.dependencies,
    jobs,
    enrollments: createDynamoEnrollmentStore(documents, control, clock, false),
    bulk: createDynamoBulkEnrollment(
      documents,
      tables,
      { default: [aGeneration()], tenants: {} },
      aSubjectHash,
    ),
  };
  const rows = users.map((user, index) => ({ index, row: { user_id: user, image_key: `acme/${user}.png` } }));
  const batches = Array.from({ length: Math.ceil(rows.length / GROUP_SIZE) }, (_, batch) =>
    rows.slice(batch * GROUP_SIZE, (batch + 1) * GROUP_SIZE),
  );
  await Promise.all(
    batches.map((batch) => indexBatch({ job: anExecution(job.id), rows: batch, from: 0 }, dependencies)),
  );
  return { world, job: await jobs.get(TENANT, job.id) };
}

/** Every row is enrolled by its first try: no call that Rekognition bills is made twice. */
async function expectEachRowOnce(
  users: readonly string[],
  { world, job }: Awaited<ReturnType<typeof indexAtOnce>>,
) {
  const { shards } = aGeneration();
  expect(job).toMatchObject({
    counts: { indexed: users.length, skipped: 0, rejected: 0, failed: 0 },
    calls: { IndexFaces: users.length, SearchFacesByImage: users.length * shards },
  });
  expect(world.collections.calls.filter((call) => call.startsWith('index'))).toHaveLength(users.length);
  expect(world.setAside).toEqual([]);
  // between the tries of a row there would have been a wait
  expect(world.waits.filter((wait) => wait > 0)).toEqual([]);
  const mappings = createDynamoFaceMappingStore(tables.documents, tables.faceMapping);
  const mapped = await Promise.all(users.map((user) => mappings.listOfUser(TENANT, user)));
  expect(mapped.map((faces) => faces.length)).toEqual(users.map(() => 1));
}

describe('rows that are indexed at once', () => {
  it(
    'are each enrolled once, at the first try, however many there are',
    async () => {
      const users = Array.from({ length: 24 }, () => unique('user'));
      await expectEachRowOnce(users, await indexAtOnce(users));
    },
    TIMEOUT_MS,
  );

  it(
    'are so too where their users share a row of the generations, and conflict',
    async () => {
      const row = generationRowOf(unique('user'));
      const users: string[] = [];
      while (users.length < 5) {
        const user = unique('user');
        if (generationRowOf(user) === row) users.push(user);
      }
      const indexed = await indexAtOnce(users);
      expect([...tables.contention().items.keys()]).toContainEqual(expect.stringContaining('#generations#'));
      await expectEachRowOnce(users, indexed);
    },
    TIMEOUT_MS,
  );
});
