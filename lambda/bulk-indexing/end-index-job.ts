import type { z } from 'zod';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type endIndexJobInput, type endIndexJobOutput, outcomesKey, outcomesPartKey } from './contract.ts';
import type { IndexJobFiles } from './ports/index-job-files.ts';
import type { IndexJobStore } from './ports/index-job-store.ts';

export interface EndIndexJobDependencies {
  readonly jobs: Pick<IndexJobStore, 'end' | 'listSteps'>;
  readonly files: Pick<IndexJobFiles, 'read' | 'write'>;
  readonly clock: Clock;
}

/** Parts read at once. */
const READS_CONCURRENCY = 16;

/** Puts the outcomes of all rows into one file and ends the job; one that was canceled stays so. */
export async function endIndexJob(
  { job: { tenant, job_id: jobId }, outcome }: z.infer<typeof endIndexJobInput>,
  { jobs, files, clock }: EndIndexJobDependencies,
): Promise<z.infer<typeof endIndexJobOutput>> {
  const steps = await jobs.listSteps(tenant, jobId);
  const parts = await mapBounded(steps, READS_CONCURRENCY, async ({ firstRow, from }) => {
    const text = await files.read(outcomesPartKey(tenant, jobId, firstRow, from));
    if (text === undefined) throw new Error(`outcomes of row ${firstRow + from} of ${jobId} are missing`);
    return text;
  });
  await files.write(outcomesKey(tenant, jobId), parts.join(''));
  return { status: await jobs.end(tenant, jobId, outcome, clock().toISOString()) };
}
