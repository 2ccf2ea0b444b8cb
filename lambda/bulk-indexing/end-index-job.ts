import type { z } from 'zod';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { endIndexJobInput, endIndexJobOutput } from './contract.ts';
import type { IndexJobStore } from './ports/index-job-store.ts';

export interface EndIndexJobDependencies {
  readonly jobs: Pick<IndexJobStore, 'end' | 'recordOutcomes'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Ends a job by one write, however many rows it has: nothing that grows with the job may keep it from ending. One that
 * was canceled stays so. `outcomes_failed` says of a job that has ended that the file of its outcomes could not be made.
 */
export async function endIndexJob(
  { job: { tenant, job_id: jobId }, outcome }: z.infer<typeof endIndexJobInput>,
  { jobs, clock, emit }: EndIndexJobDependencies,
): Promise<z.infer<typeof endIndexJobOutput>> {
  if (outcome === 'outcomes_failed') {
    const status = await jobs.recordOutcomes(tenant, jobId, 'failed');
    emit('OutcomesMerged', 1, { Result: 'failed' });
    return { status };
  }
  const status = await jobs.end(tenant, jobId, outcome, clock().toISOString());
  emit('IndexJobEnded', 1, { Status: status });
  return { status };
}
