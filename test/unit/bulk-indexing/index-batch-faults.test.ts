import { describe, expect, it } from 'vitest';
import { indexBatch } from '../../../lambda/bulk-indexing/index-batch.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import {
  aBulkWorld,
  aJob,
  anExecution,
  type BulkWorld,
  ROWS,
  ROWS_OF_SEVERAL,
} from '../../support/lambda/a-bulk-world.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { failingOnce } from '../../support/lambda/failing-once.ts';

const INPUT = { job: anExecution(), rows: ROWS, from: 0 };
const named = (name: string) => Object.assign(new Error(name), { name });
const SHARDS = [0, 1, 2, 3].map((shard) => `face-idv.acme.g1.${shard}`);
const breakAll = ({ collections }: BulkWorld, error: Error) => {
  for (const shard of SHARDS) collections.broken.set(shard, error);
};
/** Expects what holds however often calls have failed. */
function expectEachPersonOnce({ enrollments, collections, jobs, setAside }: BulkWorld) {
  const mapped = [...enrollments.mappings.values()];
  expect(mapped.map(ownerKey).sort()).toEqual(['ann', 'bob']);
  expect(collections.allFaceIds().sort()).toEqual(mapped.map(({ face_id }) => face_id).sort());
  expect(jobs.steps.get('0#0')?.counts).toEqual({ indexed: 3, skipped: 0, rejected: 1, failed: 0 });
  expect(setAside).toEqual([]);
}

/** The same for people with several images. */
function expectEachImageOnce({ enrollments, collections, jobs }: BulkWorld) {
  const mapped = [...enrollments.mappings.values()];
  expect(mapped.map(ownerKey).sort()).toEqual(['ann', 'ann', 'bob', 'bob']);
  expect(new Set(mapped.map(({ image_id }) => image_id)).size).toBe(4);
  expect(collections.allFaceIds().sort()).toEqual(mapped.map(({ face_id }) => face_id).sort());
  expect(jobs.steps.get('0#0')?.counts).toEqual({ indexed: 2, skipped: 0, rejected: 0, failed: 0 });
}

describe('a row that meets a fault', () => {
  it('is set aside where the fault does not pass, and the others are worked on', async () => {
    const world = aBulkWorld();
    breakAll(world, named('AccessDeniedException'));
    await indexBatch(INPUT, world.dependencies);
    expect(world.jobs.steps.get('0#0')?.counts).toEqual({ indexed: 0, skipped: 0, rejected: 1, failed: 3 });
    expect(world.setAside).toHaveLength(3);
    expect(world.setAside[0]).toEqual({
      tenant: TENANT,
      job_id: 'ij_1',
      row: 0,
      user_id: 'ann',
      image_key: 'acme/ann.png',
      error: 'AccessDeniedException',
    });
    expect([...world.written.values()].join('')).toContain(
      '"outcome":"failed","reason_codes":["internal_error"]',
    );
    // a fault that does not pass is not waited for
    expect(world.waits.filter((wait) => wait > 0)).toEqual([]);
  });

  it.each([
    ['the shortest', 0, [100, 200]],
    ['a middling', 0.5, [150, 300]],
    ['the longest', 1, [200, 400]],
  ])('is tried again while the fault may pass, with %s jitter', async (_what, drawn, waits) => {
    const world = aBulkWorld();
    const { index } = world.collections;
    let refusals = 2;
    world.collections.index = async (...args) => {
      refusals -= 1;
      if (refusals >= 0) throw named('ServiceUnavailableException');
      return index.apply(world.collections, args);
    };
    await indexBatch({ ...INPUT, rows: ROWS.slice(0, 1) }, { ...world.dependencies, random: () => drawn });
    expect(world.jobs.steps.get('0#0')?.counts).toMatchObject({ indexed: 1, failed: 0 });
    expect(world.waits.filter((wait) => wait > 0)).toEqual(waits);
  });

  it('is tried again where a migration began meanwhile', async () => {
    const world = aBulkWorld();
    const { enroll } = world.dependencies.bulk;
    let changes = 1;
    const bulk: typeof world.dependencies.bulk = {
      ...world.dependencies.bulk,
      enroll: async (...args) => {
        changes -= 1;
        return changes >= 0 ? 'generations_changed' : enroll(...args);
      },
    };
    await indexBatch({ ...INPUT, rows: ROWS.slice(0, 1) }, { ...world.dependencies, bulk });
    expect(world.jobs.steps.get('0#0')?.counts).toMatchObject({ indexed: 1, failed: 0 });
    expect(world.collections.allFaceIds()).toHaveLength(1);
  });

  it('steps the shared rate down where it is throttled', async () => {
    const world = aBulkWorld();
    const throttles: string[] = [];
    const limiter = {
      ...world.dependencies.limiter,
      throttled: async (operation: string) => {
        throttles.push(operation);
      },
    };
    breakAll(world, named('ThrottlingException'));
    await indexBatch({ ...INPUT, rows: ROWS.slice(0, 1) }, { ...world.dependencies, limiter });
    expect(throttles).toEqual(Array(6).fill('IndexFaces'));
    expect([...world.written.values()].join('')).toContain('"upstream_throttled"');
  });

  it('is named as far as it can be where it names no first image', async () => {
    const world = aBulkWorld();
    world.jobs.job = aJob({ image_bucket: 'gone' });
    await indexBatch(
      { ...INPUT, rows: [{ index: 7, row: { user_id: 'ann', image_key_2: 'acme/ann.png' } }] },
      world.dependencies,
    );
    expect(world.setAside).toMatchObject([{ row: 7, user_id: 'ann', image_key: '', error: 'Error' }]);
  });
});

describe.each(['before', 'after'] as const)('fails once %s any call of a port', (when) => {
  it.each([false, true])('and the final state is the same, faces cut out: %s', async (crop_faces) => {
    for (let nth = 1; ; nth += 1) {
      const world = aBulkWorld();
      world.jobs.job = aJob({ crop_faces });
      const { dependencies, struck } = failingOnce(world.dependencies, nth, when);
      // the state machine calls a batch again that has failed
      const answer = await indexBatch(INPUT, dependencies).catch(() => indexBatch(INPUT, dependencies));
      expect(answer, `call ${nth}: ${struck()}`).toEqual({ status: 'done', from: 4 });
      if (struck() === undefined) {
        expect(nth).toBeGreaterThan(30);
        return;
      }
      expectEachPersonOnce(world);
    }
  });

  it('and so it is with rows of several images', async () => {
    const input = { ...INPUT, rows: ROWS_OF_SEVERAL };
    for (let nth = 1; ; nth += 1) {
      const world = aBulkWorld();
      const { dependencies, struck } = failingOnce(world.dependencies, nth, when);
      const answer = await indexBatch(input, dependencies).catch(() => indexBatch(input, dependencies));
      expect(answer, `call ${nth}: ${struck()}`).toEqual({ status: 'done', from: 2 });
      if (struck() === undefined) {
        expect(nth).toBeGreaterThan(20);
        return;
      }
      expectEachImageOnce(world);
    }
  });
});
