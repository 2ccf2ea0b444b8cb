import { parseInterruptedExecution } from '../../platform/interrupted-execution.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { indexJobInput } from '../contract.ts';
import { endInterruptedIndexJob } from '../end-interrupted-index-job.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'end-interrupted-index-job');
const dependencies = { jobs: openIndexJobs(env), clock: systemClock, emit: emitMetric };

/** Messages are events of executions that did not end as intended; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { status, input } = parseInterruptedExecution(body, indexJobInput);
  await asTenant(input.tenant, () => endInterruptedIndexJob(input, status, dependencies));
  log.info('interruptedIndexJobEnded', { job_id: input.job_id });
});
