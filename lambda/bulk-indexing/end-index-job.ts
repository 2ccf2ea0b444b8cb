import type * as z from 'zod/mini';
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
 * Ends a job with one write, so that its size cannot prevent that. A canceled job stays canceled.
 * `outcomes_failed` records that the outcomes of an ended job could not be merged.
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
