import { openConsents } from '../../consents/wiring.ts';
import { createS3UploadForms } from '../../images/adapters/s3-upload-forms.ts';
import { toPage } from '../../kernel/page.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { pathAction } from '../../platform/path-action.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { SIGNED_FOR_AT_LEAST_SECONDS } from '../../platform/tenant-credentials.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { indexJobAction, indexJobExecution } from '../contract.ts';
import type { IndexJob } from '../domain/index-job.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { toEndedIndexJobView, toIndexJobView, toNewIndexJobView } from '../index-job-view.ts';
import { changeIndexJob, createIndexJob, getIndexJob } from '../index-jobs.ts';
import { openImportBuckets, openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'index-jobs-api');
const dependencies = {
  ...openConsents(env),
  jobs: openIndexJobs(env),
  files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
  forms: createS3UploadForms(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN),
  // as long as the signing credentials last; a repeated request gets new forms
  formLifetimeSeconds: SIGNED_FOR_AT_LEAST_SECONDS,
  importBuckets: openImportBuckets(env),
  workflow: createSfnWorkflow(sfnClient, env.INDEX_STATE_MACHINE_ARN, indexJobExecution),
  bucket: env.EVIDENCE_BUCKET,
  prices: readStagePolicy(env).prices_usd,
  clock: systemClock,
  newIdentifier,
};
const toView = (job: IndexJob) => toIndexJobView(job, dependencies.prices, systemClock());

export const handler = apiHandler(
  BULK_INDEXING_FUNCTIONS['index-jobs-api'].routes,
  {
    'create-index-job': presented(
      ({ caller, body }) => createIndexJob(caller, body, dependencies),
      // signed for every response, so that a repeated request gets valid forms
      (job) => toNewIndexJobView(job, dependencies),
    ),
    'list-index-jobs': async ({ caller, query }) => {
      const { jobs, lastId } = await dependencies.jobs.list(caller.tenant, query.limit, query.cursor);
      return toPage(jobs.map(toView), lastId);
    },
    'get-index-job': async ({ caller, path }) =>
      toEndedIndexJobView(await getIndexJob(caller, path('id'), dependencies.jobs), dependencies),
    'change-index-job': presented(
      ({ caller, path }) => {
        const action = pathAction(indexJobAction, path('action'), 'an index job');
        return changeIndexJob(caller, path('id'), action, dependencies);
      },
      (job) => toView(job),
    ),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
