import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type IndexJob,
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
