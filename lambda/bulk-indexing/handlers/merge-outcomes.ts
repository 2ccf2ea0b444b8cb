import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { createS3PartedFiles } from '../adapters/s3-parted-files.ts';
import { mergeOutcomesInput, mergeOutcomesOutput } from '../contract.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { mergeOutcomes } from '../merge-outcomes.ts';
import { openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'merge-outcomes');
const dependencies = {
  jobs: openIndexJobs(env),
  files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
  partedFiles: createS3PartedFiles(s3Client, env.EVIDENCE_BUCKET),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'merge-outcomes',
  mergeOutcomesInput,
  mergeOutcomesOutput,
  (input) => mergeOutcomes(input, dependencies),
  log,
);
