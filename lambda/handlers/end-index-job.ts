import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { endIndexJobInput, endIndexJobOutput } from '../contract/index-jobs.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { readEnv } from '../runtime/settings.ts';
import { openIndexJobs } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { endIndexJob } from '../use-cases/end-index-job.ts';

const env = readEnv('end-index-job');
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
