import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { indexJobAction, indexJobExecution } from '../contract/index-jobs.ts';
import { Problem } from '../contract/problem.ts';
import { dynamoClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openIndexJobs } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { toIndexJobView } from '../use-cases/index-job-view.ts';
import { changeIndexJob } from '../use-cases/index-jobs.ts';

const env = readEnv('change-index-job');
const dependencies = {
  jobs: openIndexJobs(env),
  files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
  workflow: createSfnWorkflow(sfnClient, env.INDEX_STATE_MACHINE_ARN, indexJobExecution),
  bucket: env.EVIDENCE_BUCKET,
  clock: systemClock,
};
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'change-index-job',
  {
    execute: ({ caller, path }) => {
      const action = indexJobAction.safeParse(path('action'));
      if (!action.success)
        throw new Problem('not_found', `an index job is changed by ${indexJobAction.options.join(', ')}`);
      return changeIndexJob(caller, path('id'), action.data, dependencies);
    },
    present: (job) => toIndexJobView(job, prices_usd, systemClock()),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
