import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { endIndexJobInput, endIndexJobOutput } from '../contract.ts';
import { endIndexJob } from '../end-index-job.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'end-index-job');
const dependencies = {
  jobs: openIndexJobs(env),
  files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
  clock: systemClock,
};

export const handler = taskHandler(
  'end-index-job',
  endIndexJobInput,
  endIndexJobOutput,
  (input) => endIndexJob(input, dependencies),
  log,
);
