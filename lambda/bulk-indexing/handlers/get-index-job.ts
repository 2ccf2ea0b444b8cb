import { parsePolicy } from '../../kernel/policy.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { outcomesKey } from '../contract.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { toIndexJobView } from '../index-job-view.ts';
import { getIndexJob } from '../index-jobs.ts';
import { openIndexJobs } from '../wiring.ts';

/** Long enough to download a large file. */
const DOWNLOAD_LIFETIME_SECONDS = 900;

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'get-index-job');
const jobs = openIndexJobs(env);
const files = createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'get-index-job',
  BULK_INDEXING_FUNCTIONS['get-index-job'].route,
  {
    execute: ({ caller, path }) => getIndexJob(caller, path('id'), jobs),
    present: async (job) => ({
      ...toIndexJobView(job, prices_usd, systemClock()),
      ...(job.status === 'completed' || job.status === 'failed'
        ? {
            outcomes_url: await files.signDownload(
              outcomesKey(job.tenant, job.id),
              DOWNLOAD_LIFETIME_SECONDS,
            ),
          }
        : {}),
    }),
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
