import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MERGE_CALL_MS, type OutcomesProgress, outcomesKey } from '../../../lambda/bulk-indexing/contract.ts';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import {
  type MergeOutcomesDependencies,
  mergeOutcomes,
} from '../../../lambda/bulk-indexing/merge-outcomes.ts';
import { MIN_PART_BYTES } from '../../../lambda/bulk-indexing/ports/parted-files.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import {
  anEndedJob,
  generatedOutcomes,
  JOB_INPUT,
  mergeAll,
  RecordedPartedFiles,
} from '../../support/lambda/generated-outcomes.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

/** A job that has ended, whose outcomes lie in as many objects as it had batches. */
function aWorld(rows: number, { secondsPerRead = 0 } = {}) {
  const outcomes = generatedOutcomes(rows);
  const partedFiles = new RecordedPartedFiles();
  const { metrics, emit } = recordedMetrics();
  const written = new Map<string, string>();
  let job: IndexJob = anEndedJob(rows);
  let now = NOON.getTime();
  const dependencies: MergeOutcomesDependencies = {
    jobs: {
      get: async () => job,
      steps: outcomes.steps,
      recordOutcomes: async (_tenant, _id, state) => {
        job = { ...job, outcomes: state };
        return job.status;
      },
    },
    files: {
      read: (key) => {
        now += secondsPerRead * 1000;
        return outcomes.read(key);
      },
      write: async (key, content) => {
        written.set(key, Buffer.from(content).toString());
      },
    },
    partedFiles,
    clock: () => new Date(now),
    emit,
  };
  return {
    dependencies,
    outcomes,
    partedFiles,
    metrics,
    written,
    job: () => job,
    setJob: (changes: Partial<IndexJob>) => {
      job = { ...job, ...changes };
    },
    merge: (progress: OutcomesProgress | null = null) =>
      mergeOutcomes({ job: JOB_INPUT, progress }, dependencies),
  };
}

/** Some six parts of a file, and a rest. */
const MANY_ROWS = 160_000;

describe('merging the outcomes of an index job', () => {
  it('writes those of a small job in one piece, in the order of the rows', async () => {
    const world = aWorld(100);
    expect(await world.merge()).toEqual({ status: 'done', progress: null });
    const text = world.written.get(outcomesKey(TENANT, JOB_INPUT.job_id)) ?? '';
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).row as number);
    expect(rows).toEqual(Array.from({ length: 100 }, (_, row) => row));
    expect(world.partedFiles.begun).toBe(0);
    expect(world.job().outcomes).toBe('ready');
    expect(world.metrics).toEqual([{ name: 'OutcomesMerged', value: 1, dimensions: { Result: 'ready' } }]);
  });

  it('writes an empty file for a job that was canceled before its first batch', async () => {
    const world = aWorld(0);
    await world.merge();
    expect([...world.written.values()]).toEqual(['']);
    expect(world.job().outcomes).toBe('ready');
  });

  it('writes 100,000 rows in parts as S3 takes them, every row once and in order', async () => {
    const world = aWorld(100_000);
    expect(await mergeAll(({ progress }) => world.merge(progress))).toBe(1);
    expect(world.partedFiles.digest).toBe(world.outcomes.digest());
    expect(world.partedFiles.sizes.length).toBeGreaterThan(2);
    for (const size of world.partedFiles.sizes.slice(0, -1)) {
      expect(size).toBeGreaterThanOrEqual(MIN_PART_BYTES);
      // what one call holds in memory
      expect(size).toBeLessThan(2 * MIN_PART_BYTES);
    }
    expect(world.outcomes.reads()).toBe(100_000 / 40);
    expect(world.written.size).toBe(0);
    expect(world.job().outcomes).toBe('ready');
  });

  it('goes on in another call where one has had its time, and reads nothing twice', async () => {
    // a part takes longer than a call has: each call writes one
    const world = aWorld(MANY_ROWS, { secondsPerRead: MERGE_CALL_MS / 1000 / 500 });
    const calls = await mergeAll(({ progress }) => world.merge(progress));
    expect(calls).toBe(world.partedFiles.sizes.length);
    expect(calls).toBeGreaterThan(4);
    expect(world.partedFiles.digest).toBe(world.outcomes.digest());
    expect(world.outcomes.reads()).toBe(MANY_ROWS / 40);
    expect(world.partedFiles).toMatchObject({ begun: 1, completed: 1 });
  });

  it('writes the same part again where the answer of a call was lost', async () => {
    const world = aWorld(MANY_ROWS, { secondsPerRead: 1 });
    const parts: string[] = [];
    const { dependencies } = world;
    const partedFiles = {
      ...world.partedFiles,
      writePart: async (_key: string, _id: string, number: number, content: Uint8Array) => {
        parts.push(`${number} ${createHash('sha256').update(content).digest('hex')}`);
        return true;
      },
    };
    const merge = (progress: OutcomesProgress | null) =>
      mergeOutcomes({ job: JOB_INPUT, progress }, { ...dependencies, partedFiles });
    const { progress } = await merge(null);
    expect(await merge(progress)).toEqual(await merge(progress));
    expect(parts).toHaveLength(3);
    expect(parts[1]).toBe(parts[2]);
  });

  it('starts over where its upload is gone, and does nothing where the file is there', async () => {
    const world = aWorld(MANY_ROWS, { secondsPerRead: 1 });
    const { progress } = await world.merge();
    world.partedFiles.abortAll();
    expect(await world.merge(progress)).toEqual({ status: 'more', progress: null });
    await mergeAll((input) => world.merge(input.progress));
    expect(world.partedFiles.digest).toBe(world.outcomes.digest());
    const reads = world.outcomes.reads();
    expect(await world.merge(progress)).toEqual({ status: 'done', progress: null });
    expect(world.outcomes.reads()).toBe(reads);
    expect(world.partedFiles).toMatchObject({ begun: 2, completed: 1 });
  });

  it('starts over where the file was completed and nobody could say so', async () => {
    const world = aWorld(MANY_ROWS);
    const { dependencies } = world;
    let fails = true;
    const jobs = {
      ...dependencies.jobs,
      recordOutcomes: async (...args: Parameters<typeof dependencies.jobs.recordOutcomes>) => {
        if (fails) throw new Error('later');
        return dependencies.jobs.recordOutcomes(...args);
      },
    };
    const merge = (progress: OutcomesProgress | null) =>
      mergeOutcomes({ job: JOB_INPUT, progress }, { ...dependencies, jobs });
    await expect(merge(null)).rejects.toThrow('later');
    fails = false;
    await mergeAll(({ progress }) => merge(progress));
    expect(world.partedFiles).toMatchObject({ completed: 2, digest: world.outcomes.digest() });
    expect(world.job().outcomes).toBe('ready');
  });

  it('fails when the outcomes of a step are missing, and says which', async () => {
    const world = aWorld(100);
    const files = { ...world.dependencies.files, read: async () => undefined };
    await expect(
      mergeOutcomes({ job: JOB_INPUT, progress: null }, { ...world.dependencies, files }),
    ).rejects.toThrow('outcomes of row 0 of ij_1 are missing');
    expect(world.job().outcomes).toBeUndefined();
  });

  it('refuses a job that has not ended: batches may still be writing', async () => {
    const world = aWorld(100);
    const { ended_at: _ended, ...running } = anEndedJob(100, { status: 'running' });
    const jobs = { ...world.dependencies.jobs, get: async () => running };
    await expect(
      mergeOutcomes({ job: JOB_INPUT, progress: null }, { ...world.dependencies, jobs }),
    ).rejects.toThrow('has not ended');
    expect(world.outcomes.reads()).toBe(0);
  });
});
