import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  duplicatesPolicy,
  type IndexJob,
  indexJob,
  indexJobStatus,
  outcomesStatusOf,
  progressOf,
} from '../../../../lambda/bulk-indexing/domain/index-job.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const aJob = (changes: Partial<IndexJob> = {}): IndexJob => ({
  tenant: 'acme',
  id: 'ij_1',
  status: 'running',
  format: 'csv',
  quality_gate: true,
  duplicates: 'ignore',
  crop_faces: false,
  created_at: NOON.toISOString(),
  started_at: NOON.toISOString(),
  total: 1000,
  counts: { indexed: 90, skipped: 5, rejected: 4, failed: 1 },
  calls: { IndexFaces: 94 },
  ...changes,
});
const PRICES = { IndexFaces: 0.001 };

describe('the progress of an index job', () => {
  it('reports rate, remaining time and cost', () => {
    expect(progressOf(aJob(), PRICES, minutesAfter(1))).toEqual({
      done: 100,
      items_per_second: 1.67,
      eta_seconds: 540,
      cost_usd: 0.094,
      estimated_cost_usd: 0.994,
    });
  });

  it('expects as many comparisons of the rows that are left as of those that are done', () => {
    const prices = { ...PRICES, CompareFaces: 0.01 };
    const job = aJob({ calls: { IndexFaces: 94, CompareFaces: 20 } });
    expect(progressOf(job, prices, minutesAfter(1))).toMatchObject({
      cost_usd: 0.294,
      estimated_cost_usd: 2.994,
    });
  });

  it('reports no remaining time before the first row, while paused, and at the end', () => {
    const counts = { indexed: 0, skipped: 0, rejected: 0, failed: 0 };
    expect(progressOf(aJob({ counts }), PRICES, minutesAfter(1))).not.toHaveProperty('eta_seconds');
    expect(progressOf(aJob({ status: 'paused' }), PRICES, minutesAfter(1))).not.toHaveProperty('eta_seconds');
    const ended = aJob({ status: 'completed', ended_at: minutesAfter(2).toISOString() });
    expect(progressOf(ended, PRICES, minutesAfter(90))).toEqual({
      done: 100,
      items_per_second: 0.83,
      cost_usd: 0.094,
      estimated_cost_usd: 0.094,
    });
  });

  it('never estimates less than has been spent', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (total, calls) => {
        const { cost_usd, estimated_cost_usd } = progressOf(
          aJob({ total, calls: { IndexFaces: calls } }),
          PRICES,
          minutesAfter(1),
        );
        expect(estimated_cost_usd).toBeGreaterThanOrEqual(cost_usd);
      }),
    );
  });
});

describe('the file of the outcomes of an index job', () => {
  const ended = { status: 'completed', ended_at: minutesAfter(2).toISOString() } as const;

  it.each([
    ['none before the job has ended', aJob(), 'none'],
    ['pending from its end on', aJob(ended), 'pending'],
    ['pending where it was canceled', aJob({ ...ended, status: 'canceled' }), 'pending'],
    ['ready', aJob({ ...ended, outcomes: 'ready' }), 'ready'],
    ['failed', aJob({ ...ended, outcomes: 'failed' }), 'failed'],
  ] as const)('is %s', (_when, job, status) => {
    expect(outcomesStatusOf(job)).toBe(status);
  });

  it('is none of a job that was canceled before its start', () => {
    const { started_at: _started, ...job } = aJob({ ...ended, status: 'canceled' });
    expect(outcomesStatusOf(job)).toBe('none');
  });
});

describe('what is stored of an index job', () => {
  const stored = aJob({
    image_bucket: 'archive',
    ended_at: NOON.toISOString(),
    outcomes: 'ready',
    crop_faces: true,
  });

  it('is read as it was written', () => {
    expect(indexJob.parse(stored)).toEqual(stored);
    for (const status of ['created', 'running', 'paused', 'canceled', 'completed', 'failed'])
      expect(indexJob.parse({ ...stored, status }).status).toBe(status);
    for (const duplicates of ['ignore', 'report', 'refuse'])
      expect(indexJob.parse({ ...stored, duplicates }).duplicates).toBe(duplicates);
    for (const format of ['csv', 'jsonl']) expect(indexJob.parse({ ...stored, format }).format).toBe(format);
    for (const outcomes of ['ready', 'failed'])
      expect(indexJob.parse({ ...stored, outcomes }).outcomes).toBe(outcomes);
    expect([indexJobStatus, duplicatesPolicy].map(({ options }) => options.length)).toEqual([6, 3]);
  });

  it('crops no faces where it was written before it could', () => {
    const { crop_faces: _cropped, ...earlier } = stored;
    expect(indexJob.parse(earlier).crop_faces).toBe(false);
  });

  it('fails to be read where it counts less than nothing', () => {
    expect(indexJob.safeParse({ ...stored, total: 0 }).success).toBe(true);
    expect(indexJob.safeParse({ ...stored, total: -1 }).success).toBe(false);
    for (const name of Object.keys(stored.counts)) {
      expect(indexJob.safeParse({ ...stored, counts: { ...stored.counts, [name]: 0 } }).success).toBe(true);
      expect(indexJob.safeParse({ ...stored, counts: { ...stored.counts, [name]: -1 } }).success, name).toBe(
        false,
      );
    }
  });
});
