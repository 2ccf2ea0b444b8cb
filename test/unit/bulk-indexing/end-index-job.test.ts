import { describe, expect, it } from 'vitest';
import type { IndexJob, IndexJobStatus } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import { endIndexJob } from '../../../lambda/bulk-indexing/end-index-job.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { anEndedJob, JOB_INPUT } from '../../support/lambda/generated-outcomes.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aWorld(status: IndexJobStatus) {
  let job: IndexJob = { ...anEndedJob(10_000_000), status };
  const { metrics, emit } = recordedMetrics();
  const dependencies = {
    jobs: {
      end: async (_tenant: string, _id: string, ended: IndexJobStatus, at: string) => {
        if (job.status === 'running' || job.status === 'paused')
          job = { ...job, status: ended, ended_at: at };
        return job.status;
      },
      recordOutcomes: async (_tenant: string, _id: string, outcomes: 'ready' | 'failed') => {
        job = { ...job, outcomes };
        return job.status;
      },
    },
    clock: () => NOON,
    emit,
  };
  return { dependencies, metrics, job: () => job };
}

describe('ending an index job', () => {
  it.each(['completed', 'failed'] as const)('ends one as %s by its row alone', async (outcome) => {
    // there is no port by which it could read outcomes: ten million rows or none, it is one write
    const { dependencies, metrics, job } = aWorld('running');
    expect(await endIndexJob({ job: JOB_INPUT, outcome }, dependencies)).toEqual({ status: outcome });
    expect(job()).toMatchObject({ status: outcome, ended_at: NOON.toISOString() });
    expect(metrics).toEqual([{ name: 'IndexJobEnded', value: 1, dimensions: { Status: outcome } }]);
  });

  it('leaves one canceled that was canceled', async () => {
    const { dependencies, metrics, job } = aWorld('canceled');
    const answer = await endIndexJob({ job: JOB_INPUT, outcome: 'completed' }, dependencies);
    expect(answer).toEqual({ status: 'canceled' });
    expect(job().status).toBe('canceled');
    expect(metrics).toMatchObject([{ dimensions: { Status: 'canceled' } }]);
  });

  it('records that the outcomes could not be merged, and changes nothing else', async () => {
    const { dependencies, metrics, job } = aWorld('completed');
    const answer = await endIndexJob({ job: JOB_INPUT, outcome: 'outcomes_failed' }, dependencies);
    expect(answer).toEqual({ status: 'completed' });
    expect(job()).toMatchObject({ status: 'completed', outcomes: 'failed' });
    expect(metrics).toEqual([{ name: 'OutcomesMerged', value: 1, dimensions: { Result: 'failed' } }]);
  });
});
