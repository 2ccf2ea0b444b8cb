import { describe, expect, it } from 'vitest';
import { type IndexBatchDependencies, indexBatch } from '../../../lambda/bulk-indexing/index-batch.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import { aBulkWorld, aJob, anExecution, ROWS } from '../../support/lambda/a-bulk-world.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';

const INPUT = { job: anExecution(), rows: ROWS, from: 0 };
/** Rows of ten people who are not there: each is refused without a call. */
const MANY = Array.from({ length: 10 }, (_, index) => ({
  index,
  row: { user_id: `user-${index}`, image_key: `acme/gone-${index}.png` },
}));

describe('a batch of an index job', () => {
  it('enrolls each user once, and answers the same when it is called again', async () => {
    const world = aBulkWorld();
    const answer = await indexBatch(INPUT, world.dependencies);
    expect(answer).toEqual({ status: 'done', from: 4 });
    expect(world.jobs.steps.get('0#0')?.counts).toEqual({ indexed: 3, skipped: 0, rejected: 1, failed: 0 });
    expect([...world.enrollments.mappings.values()].map(ownerKey)).toEqual(['ann', 'bob']);
    expect(world.collections.allFaceIds()).toHaveLength(2);
    const calls = world.collections.calls.length;
    expect(await indexBatch(INPUT, world.dependencies)).toEqual(answer);
    expect(world.collections.calls).toHaveLength(calls);
  });

  it('writes one line per row, in their order, and counts what was answered', async () => {
    const world = aBulkWorld();
    await indexBatch(INPUT, world.dependencies);
    const [[key, text] = ['', '']] = [...world.written];
    expect(key).toBe('acme/index-jobs/ij_1/outcomes/0000000000-00000.jsonl');
    expect(text.endsWith('\n')).toBe(true);
    const outcomes = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(outcomes.map(({ row, outcome }) => [row, outcome])).toEqual([
      [0, 'indexed'],
      [1, 'indexed'],
      [2, 'indexed'],
      [3, 'rejected'],
    ]);
    expect(world.jobs.steps.get('0#0')).toMatchObject({
      firstRow: 0,
      from: 0,
      next: 4,
      calls: { IndexFaces: 2 },
    });
    expect(
      world.metrics.filter(({ name }) => name === 'BulkItem').map(({ dimensions }) => dimensions),
    ).toEqual(expect.arrayContaining([{ Outcome: 'indexed' }, { Outcome: 'rejected' }]));
    const reasons = world.metrics.filter(({ name }) => name === 'BulkItemReason');
    expect(reasons.map(({ dimensions }) => dimensions.ReasonCode)).toEqual(outcomes[3].reason_codes);
  });

  it('skips in a second job what a first one has enrolled', async () => {
    const world = aBulkWorld();
    await indexBatch(INPUT, world.dependencies);
    world.jobs.job = aJob({ id: 'ij_2' });
    world.jobs.steps.clear();
    await indexBatch({ ...INPUT, job: anExecution('ij_2') }, world.dependencies);
    expect(world.jobs.steps.get('0#0')?.counts).toMatchObject({ indexed: 0, skipped: 3, rejected: 1 });
    expect(world.collections.allFaceIds()).toHaveLength(2);
  });

  it('holds while its job is paused, and ends when it is canceled', async () => {
    const world = aBulkWorld();
    world.jobs.job = aJob({ status: 'paused' });
    expect(await indexBatch(INPUT, world.dependencies)).toEqual({ status: 'paused', from: 0 });
    world.jobs.job = aJob({ status: 'canceled' });
    expect(await indexBatch(INPUT, world.dependencies)).toEqual({ status: 'done', from: 0 });
    expect(world.collections.calls).toEqual([]);
    expect([world.jobs.steps.size, world.written.size]).toEqual([0, 0]);
  });

  it('looks between groups of eight rows whether it is to pause, and goes on from there', async () => {
    const world = aBulkWorld();
    const { jobs } = world;
    let looks = 0;
    const get = async () => {
      looks += 1;
      return aJob({ status: looks === 1 ? 'running' : 'paused' });
    };
    const dependencies = { ...world.dependencies, jobs: Object.assign(jobs, { get }) };
    const input = { job: anExecution(), rows: MANY, from: 0 };
    expect(await indexBatch(input, dependencies)).toEqual({ status: 'paused', from: 8 });
    expect(jobs.steps.get('0#0')).toMatchObject({ next: 8, counts: { rejected: 8 } });
    looks = 0;
    expect(await indexBatch({ ...input, from: 8 }, dependencies)).toEqual({ status: 'done', from: 10 });
    expect(jobs.steps.get('0#8')).toMatchObject({ firstRow: 0, from: 8, next: 10, counts: { rejected: 2 } });
  });

  it('takes no further group once its time is over', async () => {
    const world = aBulkWorld();
    const input = { job: anExecution(), rows: MANY, from: 0 };
    // looks at the clock when it starts, and before each group
    const until = { ...world.dependencies, clock: ticking(3) };
    expect(await indexBatch(input, until)).toEqual({ status: 'more', from: 8 });
    expect(await indexBatch(input, until)).toEqual({ status: 'more', from: 8 });
    expect(await indexBatch({ ...input, from: 8 }, world.dependencies)).toEqual({ status: 'done', from: 10 });
  });

  it('fails for a job that nobody knows', async () => {
    const world = aBulkWorld();
    const jobs = Object.assign(world.jobs, { get: async () => undefined });
    const dependencies = { ...world.dependencies, jobs } as IndexBatchDependencies;
    await expect(indexBatch(INPUT, dependencies)).rejects.toThrow('no index job ij_1');
  });
});

/** A clock that stands at noon for some looks, and is a minute later from then on. */
function ticking(looks: number): () => Date {
  let looked = 0;
  return () => {
    looked += 1;
    return looked < looks ? NOON : minutesAfter(1);
  };
}

describe('rows of one user', () => {
  it('are worked on one after the other', async () => {
    const world = aBulkWorld();
    const held: string[] = [];
    const { lease, giveUpLease } = world.jobs;
    world.jobs.lease = async (...args) => {
      held.push(`+${args[1]}`);
      return lease(...args);
    };
    world.jobs.giveUpLease = async (...args) => {
      held.push(`-${args[1]}`);
      return giveUpLease(...args);
    };
    await indexBatch(INPUT, world.dependencies);
    expect(held.filter((one) => one.endsWith('ann'))).toEqual(['+ann', '-ann', '+ann', '-ann']);
    expect(world.jobs.leases.size).toBe(0);
  });

  it('wait while another batch works on their user, and are set aside where that does not end', async () => {
    const world = aBulkWorld();
    world.jobs.leases.set('ann', 'ij_1#40');
    await indexBatch({ ...INPUT, rows: ROWS.slice(0, 2) }, world.dependencies);
    expect(world.jobs.steps.get('0#0')?.counts).toEqual({ indexed: 1, skipped: 0, rejected: 0, failed: 1 });
    expect(world.waits.filter((wait) => wait > 0)).toEqual([150, 300, 600, 1_200, 2_400]);
    expect(world.setAside).toMatchObject([{ row: 0, user_id: 'ann', error: 'UserBusy' }]);
  });
});

it('asks the shared rate for each call, and for all shards of a search at once', async () => {
  const world = aBulkWorld();
  world.jobs.job = aJob({ duplicates: 'report', crop_faces: true });
  const reserved: unknown[] = [];
  const limiter = {
    ...world.dependencies.limiter,
    reserve: async (...args: readonly unknown[]) => {
      reserved.push(args);
      return { waitMs: 30 };
    },
  };
  await indexBatch({ ...INPUT, rows: ROWS.slice(0, 1) }, { ...world.dependencies, limiter });
  expect(reserved).toEqual([
    ['DetectFaces', TENANT, 1],
    ['SearchFacesByImage', TENANT, 4],
    ['IndexFaces', TENANT, 1],
  ]);
  expect(world.waits).toEqual([30, 30, 30]);
  expect(world.jobs.steps.get('0#0')?.calls).toEqual({
    DetectFaces: 1,
    SearchFacesByImage: 4,
    IndexFaces: 1,
  });
});
