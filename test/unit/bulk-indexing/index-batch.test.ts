import { describe, expect, it } from 'vitest';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import { type IndexBatchDependencies, indexBatch } from '../../../lambda/bulk-indexing/index-batch.ts';
import type { BatchStep, IndexJobStore } from '../../../lambda/bulk-indexing/ports/index-job-store.ts';
import { cropAround } from '../../../lambda/images/domain/image-rules.ts';
import type { BoundingBox } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { aFace, NOON, TENANT } from '../../support/lambda/builders.ts';
import {
  anImageOf,
  aStitchedImageOf,
  InMemoryCollections,
} from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

/** The header of a PNG of 1000 x 1000 pixels, which is all that is read of it. */
const PNG_HEADER = Buffer.from('89504e470d0a1a0a0000000d49484452000003e8000003e8', 'hex');
const aPicture = (person: string, shot = 1): Uint8Array =>
  new Uint8Array(Buffer.concat([PNG_HEADER, anImageOf(person, shot)]));

const JOB: IndexJob = {
  tenant: TENANT,
  id: 'ij_1',
  status: 'running',
  format: 'csv',
  quality_gate: true,
  duplicates: 'ignore',
  crop_faces: false,
  created_at: NOON.toISOString(),
  total: 4,
  counts: { indexed: 0, skipped: 0, rejected: 0, failed: 0 },
  calls: {},
};

const noUsers = () => Promise.reject(new Error('these collections have no users'));

class InMemoryIndexJobs implements IndexBatchJobs {
  job: IndexJob = JOB;
  readonly steps = new Map<string, BatchStep>();
  readonly leases = new Map<string, string>();
  get = async () => this.job;
  findStep = async (_tenant: string, _id: string, firstRow: number, from: number) =>
    this.steps.get(`${firstRow}#${from}`)?.next;
  recordStep = async (_tenant: string, _id: string, step: BatchStep) => {
    const key = `${step.firstRow}#${step.from}`;
    if (!this.steps.has(key)) this.steps.set(key, step);
  };
  lease = async (_tenant: string, userId: string, batch: string) => {
    const holder = this.leases.get(userId) ?? batch;
    if (holder === batch) this.leases.set(userId, batch);
    return holder === batch;
  };
  giveUpLease = async (_tenant: string, userId: string) => {
    this.leases.delete(userId);
  };
}
type IndexBatchJobs = Pick<IndexJobStore, 'get' | 'findStep' | 'recordStep' | 'lease' | 'giveUpLease'>;

/** A world with four rows: two people, one of them twice, and one picture with a blurred face. */
function aWorld() {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  const jobs = new InMemoryIndexJobs();
  const images = new InMemoryImages({
    'acme/ann.png': aPicture('ann'),
    'acme/bob.png': aPicture('bob'),
    'acme/ann-later.png': aPicture('ann', 2),
  });
  const archive = new InMemoryImages({
    'people/ann.png': aPicture('ann'),
    'letters/bob.png': aPicture('bob'),
  });
  const cropped: BoundingBox[] = [];
  const written = new Map<string, string>();
  const setAside: string[] = [];
  let ids = 0;
  const dependencies: IndexBatchDependencies = {
    jobs,
    files: {
      write: async (key, text) => {
        written.set(key, text);
      },
    },
    failedItems: {
      setAside: async ({ error }) => {
        setAside.push(error);
      },
    },
    enrollments,
    bulk: {
      enroll: async (claim, mappings) => {
        const held = enrollments.claims.get(`${claim.tenant}#${claim.user_id}`);
        if (held?.state === 'enrolled') return 'enrolled';
        if (!held) return 'refused';
        for (const mapping of mappings) {
          enrollments.mappings.set(mapping.face_id, mapping);
          enrollments.faces.set(mapping.face_id, { state: 'mapped', user_id: claim.user_id });
        }
        enrollments.claims.set(`${claim.tenant}#${claim.user_id}`, { ...claim, state: 'enrolled' });
        return 'enrolled';
      },
    },
    collections,
    sourceOf: (tenant, bucket) => {
      if (bucket === undefined) return { images, prefix: `${tenant}/` };
      return bucket === 'archive' ? { images: archive, prefix: 'people/' } : undefined;
    },
    faces: { detectFaces: async () => [aFace()] },
    enrolledImages: new InMemoryImages(),
    editor: {
      edit: async (bytes, _maxSidePx, part) => {
        if (part) cropped.push(part);
        return { bytes, widthPx: 500, heightPx: 500 };
      },
      stitch: async (parts, stitching) => ({ bytes: aStitchedImageOf(parts, stitching), ...stitching }),
    },
    limiter: { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} },
    wait: async () => {},
    timeout: () => new AbortController().signal,
    users: { search: noUsers, facesOf: noUsers },
    vectorRequests: { isBuilding: async () => false },
    collectionPrefix: 'face-idv',
    generations: activeGenerations(),
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    newIdentifier: (prefix) => {
      ids += 1;
      return `${prefix}_${ids}`;
    },
    emit: () => {},
  };
  return { enrollments, collections, jobs, images, cropped, written, setAside, dependencies };
}

const ROWS = [
  { index: 0, row: { user_id: 'ann', image_key: 'acme/ann.png' } },
  { index: 1, row: { user_id: 'bob', image_key: 'acme/bob.png' } },
  { index: 2, row: { user_id: 'ann', image_key: 'acme/ann.png' } },
  { index: 3, row: { user_id: 'eve', image_key: 'globex/eve.png' } },
];
const job = { tenant: TENANT, job_id: 'ij_1', format: 'csv', bucket: 'evidence', manifest_key: 'm' } as const;
const INPUT = { job, rows: ROWS, from: 0 };

/** What must be true however often calls have failed. */
function expectEachPersonOnce({ enrollments, collections, jobs, setAside }: ReturnType<typeof aWorld>) {
  const mapped = [...enrollments.mappings.values()];
  expect(mapped.map(({ user_id }) => user_id).sort()).toEqual(['ann', 'bob']);
  expect(collections.allFaceIds().sort()).toEqual(mapped.map(({ face_id }) => face_id).sort());
  expect(jobs.steps.get('0#0')?.counts).toEqual({ indexed: 3, skipped: 0, rejected: 1, failed: 0 });
  expect(setAside).toEqual([]);
}

describe('a batch of an index job', () => {
  it('keeps the attributes of a row with its faces, and with its claim', async () => {
    const world = aWorld();
    const row = { user_id: 'ann', image_key: 'acme/ann.png', attributes: { country: 'de' } };
    await indexBatch({ ...INPUT, rows: [{ index: 0, row }] }, world.dependencies);
    const expected = { user_id: 'ann', session_id: 'ij_1', attributes: { country: 'de' } };
    expect([...world.enrollments.mappings.values()]).toMatchObject([{ ...expected, source: 'bulk' }]);
    expect(await world.enrollments.get(TENANT, 'ann')).toMatchObject({ ...expected, state: 'enrolled' });
  });

  it('enrolls each user once, and answers the same when it is called again', async () => {
    const world = aWorld();
    const answer = await indexBatch(INPUT, world.dependencies);
    expect(answer).toEqual({ status: 'done', from: 4 });
    expectEachPersonOnce(world);
    const calls = world.collections.calls.length;
    expect(await indexBatch(INPUT, world.dependencies)).toEqual(answer);
    expect(world.collections.calls).toHaveLength(calls);
    expect([...world.written.values()].join('').trim().split('\n')).toHaveLength(4);
  });

  it('skips in a second job what a first one has enrolled', async () => {
    const world = aWorld();
    await indexBatch(INPUT, world.dependencies);
    world.jobs.job = { ...JOB, id: 'ij_2' };
    world.jobs.steps.clear();
    await indexBatch({ ...INPUT, job: { ...job, job_id: 'ij_2' } }, world.dependencies);
    expect(world.jobs.steps.get('0#0')?.counts).toMatchObject({ indexed: 0, skipped: 3, rejected: 1 });
    expect(world.collections.allFaceIds()).toHaveLength(2);
  });

  it('deletes a face that fails the quality rules, and gives up its claims', async () => {
    const world = aWorld();
    world.collections.observation = aFace({ sharpness: 3 });
    await indexBatch(INPUT, world.dependencies);
    expect(world.collections.allFaceIds()).toEqual([]);
    expect(world.enrollments.claims.size).toBe(0);
    expect(world.written.get([...world.written.keys()][0] ?? '')).toContain('image_too_blurry');
  });

  it.each([
    ['report', { indexed: 1, skipped: 0, rejected: 0, failed: 0 }, 2],
    ['refuse', { indexed: 0, skipped: 0, rejected: 1, failed: 0 }, 1],
  ] as const)('tells whose face it is already, and with %s counts %o', async (duplicates, counts, faces) => {
    const world = aWorld();
    const twin = { index: 0, row: { user_id: 'ann-again', image_key: 'acme/ann-later.png' } };
    await indexBatch({ ...INPUT, rows: ROWS.slice(0, 1) }, world.dependencies);
    world.jobs.job = { ...JOB, id: 'ij_2', duplicates };
    world.jobs.steps.clear();
    await indexBatch({ job: { ...job, job_id: 'ij_2' }, rows: [twin], from: 0 }, world.dependencies);
    expect(world.jobs.steps.get('0#0')).toMatchObject({
      counts,
      calls: { SearchFacesByImage: 4 },
    });
    expect([...world.written.values()].at(-1)).toContain('"reason_codes":["duplicate_face"]');
    expect([...world.written.values()].at(-1)).toContain('"duplicate_of":"ann"');
    expect(world.collections.allFaceIds()).toHaveLength(faces);
  });

  it('cuts each face out first where the job says so, and keeps what it has indexed', async () => {
    const world = aWorld();
    world.jobs.job = { ...JOB, crop_faces: true };
    const kept = new InMemoryImages();
    await indexBatch(INPUT, { ...world.dependencies, enrolledImages: kept });
    expectEachPersonOnce(world);
    expect(world.cropped).toEqual([cropAround(aFace().boundingBox), cropAround(aFace().boundingBox)]);
    expect(world.jobs.steps.get('0#0')?.calls).toEqual({ DetectFaces: 2, IndexFaces: 2 });
    expect(kept.images.size).toBe(2);
  });

  it('pays for no vector of a face that is refused before it is cut out', async () => {
    const world = aWorld();
    world.jobs.job = { ...JOB, crop_faces: true };
    const faces = { detectFaces: async () => [aFace({ sharpness: 3 })] };
    await indexBatch(INPUT, { ...world.dependencies, faces });
    expect(world.jobs.steps.get('0#0')).toMatchObject({
      counts: { indexed: 0, rejected: 4 },
      calls: { DetectFaces: 3 },
    });
    expect(world.enrollments.claims.size).toBe(0);
    expect([...world.written.values()].join('')).toContain('image_too_blurry');
  });

  it('cuts out what the rules would refuse where the job leaves them out, but nothing of two faces', async () => {
    const world = aWorld();
    world.jobs.job = { ...JOB, crop_faces: true, quality_gate: false };
    const [blurred, two] = [[aFace({ sharpness: 3 })], [aFace(), aFace()]];
    let looks = 0;
    const faces = { detectFaces: async () => (++looks === 1 ? blurred : two) };
    await indexBatch({ ...INPUT, rows: ROWS.slice(0, 1) }, { ...world.dependencies, faces });
    expect(world.cropped).toHaveLength(1);
    await indexBatch({ ...INPUT, rows: ROWS.slice(1, 2) }, { ...world.dependencies, faces });
    expect(world.written.get([...world.written.keys()][1] ?? '')).toContain('multiple_faces_detected');
  });

  describe('of a row with several images', () => {
    const STITCHED = [
      {
        index: 0,
        row: { user_id: 'ann', image_keys: ['acme/ann.png', 'acme/gone.png', 'acme/ann-later.png'] },
      },
      { index: 1, row: { user_id: 'bob', image_key: 'acme/bob.png', image_key_2: 'acme/bob-later.png' } },
    ];
    const aStitchedWorld = () => {
      const world = aWorld();
      world.images.images.set('acme/bob-later.png', aPicture('bob', 2));
      return world;
    };
    const outcomesIn = ({ written }: ReturnType<typeof aWorld>) =>
      [...written.values()]
        .at(-1)
        ?.trim()
        .split('\n')
        .map((line) => JSON.parse(line));

    function expectEachImageOnce({ enrollments, collections, jobs }: ReturnType<typeof aWorld>) {
      const mapped = [...enrollments.mappings.values()];
      expect(mapped.map(({ user_id }) => user_id).sort()).toEqual(['ann', 'ann', 'bob', 'bob']);
      expect(new Set(mapped.map(({ image_id }) => image_id)).size).toBe(4);
      expect(collections.allFaceIds().sort()).toEqual(mapped.map(({ face_id }) => face_id).sort());
      expect(jobs.steps.get('0#0')?.counts).toEqual({ indexed: 2, skipped: 0, rejected: 0, failed: 0 });
    }

    it('is enrolled with all of them by one call, each face mapped to its own image', async () => {
      const world = aStitchedWorld();
      const kept = new InMemoryImages();
      const stitched = { ...world.dependencies, enrolledImages: kept };
      await indexBatch({ ...INPUT, rows: STITCHED }, stitched);
      expectEachImageOnce(world);
      expect(world.jobs.steps.get('0#0')?.calls).toEqual({ IndexFaces: 2 });
      for (const { image_id, s3_image_url, bbox } of world.enrollments.mappings.values()) {
        expect(kept.images.has(kept.keyOf(s3_image_url))).toBe(true);
        expect(s3_image_url).toContain(image_id);
        for (const side of [bbox.left, bbox.top]) expect(side).toBeCloseTo(0.25, 2);
        for (const side of [bbox.width, bbox.height]) expect(side).toBeCloseTo(0.5, 2);
      }
      expect(outcomesIn(world)?.[0]).toMatchObject({
        outcome: 'indexed',
        images: [
          { image_key: 'acme/ann.png', outcome: 'indexed', face_id: expect.any(String) },
          { image_key: 'acme/gone.png', outcome: 'rejected', reason_codes: ['image_missing'] },
          { image_key: 'acme/ann-later.png', outcome: 'indexed', face_id: expect.any(String) },
        ],
      });
    });

    it('is skipped by a second job, which tells its faces again', async () => {
      const world = aStitchedWorld();
      await indexBatch({ ...INPUT, rows: STITCHED }, world.dependencies);
      const [first] = outcomesIn(world) ?? [];
      world.jobs.job = { ...JOB, id: 'ij_2' };
      world.jobs.steps.clear();
      await indexBatch({ job: { ...job, job_id: 'ij_2' }, rows: STITCHED, from: 0 }, world.dependencies);
      const [again] = outcomesIn(world) ?? [];
      expect(again).toEqual({ ...first, outcome: 'skipped', reason_codes: ['already_indexed'] });
      expect(world.collections.allFaceIds()).toHaveLength(4);
    });

    it('keeps the faces that pass, deletes the others, and says which', async () => {
      const world = aStitchedWorld();
      const { collections } = world.dependencies;
      let looks = 0;
      const judged: typeof collections = {
        search: (...args) => collections.search(...args),
        index: (...args) => collections.index(...args),
        delete: (...args) => collections.delete(...args),
        indexSeveral: async (...args) =>
          (await collections.indexSeveral(...args)).map(({ face, observation }) => {
            looks += 1;
            return { face, observation: { ...observation, sharpness: looks === 1 ? 3 : 80 } };
          }),
      };
      await indexBatch(
        { ...INPUT, rows: STITCHED.slice(0, 1) },
        { ...world.dependencies, collections: judged },
      );
      expect(outcomesIn(world)?.[0]).toMatchObject({
        outcome: 'indexed',
        images: [
          { outcome: 'rejected', reason_codes: ['image_too_blurry'] },
          { outcome: 'rejected', reason_codes: ['image_missing'] },
          { outcome: 'indexed' },
        ],
      });
      expect(world.collections.allFaceIds()).toHaveLength(1);
      expect(world.enrollments.mappings.size).toBe(1);
    });

    it('is refused when none of its faces passes', async () => {
      const world = aStitchedWorld();
      world.collections.observation = aFace({ sharpness: 3 });
      await indexBatch({ ...INPUT, rows: STITCHED }, world.dependencies);
      expect(outcomesIn(world)?.map(({ outcome, reason_codes }) => [outcome, ...reason_codes])).toEqual([
        ['rejected', 'image_too_blurry'],
        ['rejected', 'image_too_blurry'],
      ]);
      expect(world.collections.allFaceIds()).toEqual([]);
      expect(world.enrollments.claims.size).toBe(0);
    });

    it.each(['before', 'after'] as const)(
      'ends the same when any call of a port fails once, %s',
      async (when) => {
        for (let nth = 1; ; nth += 1) {
          const world = aStitchedWorld();
          const { dependencies, struck } = failingOnce(world.dependencies, nth, when);
          const input = { ...INPUT, rows: STITCHED };
          const answer = await indexBatch(input, dependencies).catch(() => indexBatch(input, dependencies));
          expect(answer, `call ${nth}: ${struck()}`).toEqual({ status: 'done', from: 2 });
          if (struck() === undefined) {
            expect(nth).toBeGreaterThan(20);
            return;
          }
          expectEachImageOnce(world);
        }
      },
    );
  });

  it("reads the images of a tenant's own bucket, below its prefix alone", async () => {
    const world = aWorld();
    world.jobs.job = { ...JOB, image_bucket: 'archive' };
    const rows = ['people/ann.png', 'letters/bob.png', 'acme/bob.png'].map((image_key, index) => ({
      index,
      row: { user_id: `user-${index}`, image_key },
    }));
    await indexBatch({ ...INPUT, rows }, world.dependencies);
    expect([...world.enrollments.mappings.values()].map(({ user_id }) => user_id)).toEqual(['user-0']);
    expect([...world.written.values()].join('').match(/invalid_row/g)).toHaveLength(2);
  });

  it('sets the rows aside of a bucket that the config names no more', async () => {
    const world = aWorld();
    world.jobs.job = { ...JOB, image_bucket: 'gone' };
    await indexBatch(INPUT, world.dependencies);
    expect(world.setAside).toHaveLength(4);
  });

  it('holds while its job is paused, and ends when it is canceled', async () => {
    const world = aWorld();
    world.jobs.job = { ...JOB, status: 'paused' };
    expect(await indexBatch(INPUT, world.dependencies)).toEqual({ status: 'paused', from: 0 });
    world.jobs.job = { ...JOB, status: 'canceled' };
    expect(await indexBatch(INPUT, world.dependencies)).toEqual({ status: 'done', from: 0 });
    expect(world.collections.calls).toEqual([]);
  });

  it('fails when a fault outlives its tries by setting the row aside, and works on the others', async () => {
    const world = aWorld();
    const fault = Object.assign(new Error('no access'), { name: 'AccessDeniedException' });
    for (let shard = 0; shard < 4; shard += 1)
      world.collections.broken.set(`face-idv.acme.g1.${shard}`, fault);
    await indexBatch(INPUT, world.dependencies);
    expect(world.jobs.steps.get('0#0')?.counts).toEqual({ indexed: 0, skipped: 0, rejected: 1, failed: 3 });
    expect(world.setAside).toEqual(Array(3).fill('AccessDeniedException'));
  });

  describe.each(['before', 'after'] as const)('fails once %s any call of a port', (when) => {
    it.each([false, true])('and the final state is the same, faces cut out: %s', async (crop_faces) => {
      for (let nth = 1; ; nth += 1) {
        const world = aWorld();
        world.jobs.job = { ...JOB, crop_faces };
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
  });
});

/** Ports of which the nth call fails as a service does, before or after its effect. */
function failingOnce(
  dependencies: IndexBatchDependencies,
  nth: number,
  when: 'before' | 'after',
): { struck: () => string | undefined; dependencies: IndexBatchDependencies } {
  let calls = 0;
  let struck: string | undefined;
  const fault = () => Object.assign(new Error('later'), { name: 'ServiceUnavailableException' });
  const watch = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get: (target, member) => {
        const value = Reflect.get(target, member);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          calls += 1;
          const strikes = calls === nth;
          if (strikes) struck = `${name}.${String(member)}`;
          if (strikes && when === 'before') throw fault();
          const answer = await value.apply(target, args);
          if (strikes) throw fault();
          return answer;
        };
      },
    });
  const { jobs, files, enrollments, bulk, collections, faces, enrolledImages, limiter, generations } =
    dependencies;
  const kept = watch('enrolledImages', enrolledImages);
  return {
    struck: () => struck,
    dependencies: {
      ...dependencies,
      jobs: watch('jobs', jobs),
      files: watch('files', files),
      enrollments: watch('enrollments', enrollments),
      bulk: watch('bulk', bulk),
      collections: watch('collections', collections),
      faces: watch('faces', faces),
      sourceOf: (tenant, bucket) => {
        const source = dependencies.sourceOf(tenant, bucket);
        return source && { ...source, images: watch('images', source.images) };
      },
      enrolledImages: {
        writeJpeg: (key, bytes) => kept.writeJpeg(key, bytes),
        urlOf: (key) => enrolledImages.urlOf(key),
      },
      limiter: watch('limiter', limiter),
      generations: watch('generations', generations),
    },
  };
}
