import { openConsents } from '../../consents/wiring.ts';
import { createS3UploadForms } from '../../images/adapters/s3-upload-forms.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { SIGNED_FOR_AT_LEAST_SECONDS } from '../../platform/tenant-credentials.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { indexJobExecution } from '../contract.ts';
import type { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { openImportBuckets, openIndexJobs } from '../wiring.ts';

/** Opens the index jobs, their files and the workflow that runs them. */
export function indexJobsApiDependencies(
  env: EnvironmentOf<typeof BULK_INDEXING_FUNCTIONS, 'index-jobs-api'>,
) {
  return {
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
}
