import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { outcomesKey } from '../contract/index-jobs.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openIndexJobs } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { toIndexJobView } from '../use-cases/index-job-view.ts';
import { getIndexJob } from '../use-cases/index-jobs.ts';

/** Long enough to download a large file. */
const DOWNLOAD_LIFETIME_SECONDS = 900;

const env = readEnv('get-index-job');
const jobs = openIndexJobs(env);
const files = createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'get-index-job',
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
