import type { IndexJobInput } from './contract.ts';
import type { FailureReason } from './domain/index-job.ts';
import type { EndIndexJobDependencies } from './end-index-job.ts';
import type { IndexJobStore } from './ports/index-job-store.ts';

export interface EndInterruptedIndexJobDependencies extends EndIndexJobDependencies {
  readonly jobs: Pick<IndexJobStore, 'get' | 'end' | 'recordOutcomes'>;
}

const REASONS = {
  FAILED: 'execution_failed',
  ABORTED: 'execution_stopped',
  TIMED_OUT: 'execution_timed_out',
} as const satisfies Readonly<Record<string, FailureReason>>;

/**
 * Ends a job whose execution failed, was stopped or timed out, which none of its own states can do. Its
 * outcomes are recorded as failed if nothing else is recorded: no execution merges them any more.
 * @throws Error for a job that does not exist
 */
export async function endInterruptedIndexJob(
  { tenant, job_id: jobId }: IndexJobInput,
  status: keyof typeof REASONS,
  { jobs, clock, emit }: EndInterruptedIndexJobDependencies,
): Promise<void> {
  const job = await jobs.get(tenant, jobId);
  if (!job) throw new Error(`no index job ${jobId}`);
  if (job.ended_at === undefined) {
    const ended = await jobs.end(tenant, jobId, 'failed', clock().toISOString(), REASONS[status]);
    emit('IndexJobEnded', 1, { Status: ended });
  }
  if (job.outcomes === undefined) {
    await jobs.recordOutcomes(tenant, jobId, 'failed');
    emit('OutcomesMerged', 1, { Result: 'failed' });
  }
}
