import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { endIndexJobInput, endIndexJobOutput } from '../contract.ts';
import { endIndexJob } from '../end-index-job.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'end-index-job');
const dependencies = { jobs: openIndexJobs(env), clock: systemClock, emit: emitMetric };

export const handler = taskHandler(
  'end-index-job',
  endIndexJobInput,
  endIndexJobOutput,
  (input) => endIndexJob(input, dependencies),
  log,
);
