import { parsePolicy } from '../../kernel/policy.ts';
import { Problem } from '../../kernel/problem.ts';
import { dynamoClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { systemClock } from '../../platform/system.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { indexJobAction, indexJobExecution } from '../contract.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { toIndexJobView } from '../index-job-view.ts';
import { changeIndexJob } from '../index-jobs.ts';
import { openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'change-index-job');
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
  BULK_INDEXING_FUNCTIONS['change-index-job'].route,
  {
    execute: ({ caller, path }) => {
      const action = indexJobAction.safeParse(path('action'));
      if (!action.success)
        throw new Problem(
          'not_found',
          `unknown action; an index job accepts ${indexJobAction.options.join(', ')}`,
        );
      return changeIndexJob(caller, path('id'), action.data, dependencies);
    },
    present: (job) => toIndexJobView(job, prices_usd, systemClock()),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
