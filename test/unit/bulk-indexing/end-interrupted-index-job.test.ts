import { describe, expect, it } from 'vitest';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import { endInterruptedIndexJob } from '../../../lambda/bulk-indexing/end-interrupted-index-job.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { anEndedJob, JOB_INPUT } from '../../support/lambda/generated-outcomes.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const { ended_at: _endedAt, ...OPEN } = anEndedJob(10);

function aWorld(...jobs: readonly IndexJob[]) {
  let [job] = jobs;
  const { metrics, emit } = recordedMetrics();
  const change = (changes: Partial<IndexJob>) => {
    if (!job) throw new Error('a job that does not exist was changed');
    job = { ...job, ...changes };
    return job.status;
  };
  const dependencies: Parameters<typeof endInterruptedIndexJob>[2] = {
    jobs: {
      get: async () => job,
      end: async (_tenant, _id, status, at, reason) =>
        change({ status, ended_at: at, ...(reason ? { failure_reason: reason } : {}) }),
      recordOutcomes: async (_tenant, _id, outcomes) => change({ outcomes }),
    },
    clock: () => NOON,
    emit,
  };
  return {
    end: (status: Parameters<typeof endInterruptedIndexJob>[1]) =>
      endInterruptedIndexJob(JOB_INPUT, status, dependencies),
    metrics,
    job: () => job,
  };
}

describe('an index job whose execution did not end it', () => {
  it.each([
    ['running', 'FAILED', 'execution_failed'],
    ['running', 'ABORTED', 'execution_stopped'],
    ['paused', 'TIMED_OUT', 'execution_timed_out'],
  ] as const)('fails from %s, with the reason: %s', async (status, ended, reason) => {
    const world = aWorld({ ...OPEN, status });
    await world.end(ended);
    expect(world.job()).toMatchObject({
      status: 'failed',
      ended_at: NOON.toISOString(),
      failure_reason: reason,
      outcomes: 'failed',
    });
    expect(world.metrics).toEqual([
      { name: 'IndexJobEnded', value: 1, dimensions: { Status: 'failed' } },
      { name: 'OutcomesMerged', value: 1, dimensions: { Result: 'failed' } },
    ]);
  });

  it('changes nothing when the message comes again', async () => {
    const world = aWorld({ ...OPEN, status: 'running' });
    await world.end('ABORTED');
    const [before, count] = [world.job(), world.metrics.length];
    await world.end('ABORTED');
    expect([world.job(), world.metrics.length]).toEqual([before, count]);
  });

  it.each(['completed', 'canceled'] as const)(
    'stays %s when it was stopped while its outcomes were merged',
    async (status) => {
      const world = aWorld(anEndedJob(10, { status }));
      await world.end('ABORTED');
      expect(world.job()).toEqual({ ...anEndedJob(10, { status }), outcomes: 'failed' });
    },
  );

  it('keeps outcomes that are in one file', async () => {
    const job = anEndedJob(10, { status: 'failed', outcomes: 'ready' });
    const world = aWorld(job);
    await world.end('FAILED');
    expect(world.job()).toEqual(job);
    expect(world.metrics).toEqual([]);
  });

  it('is set aside if there is no such job', async () => {
    await expect(aWorld().end('ABORTED')).rejects.toThrow('no index job ij_1');
  });
});
