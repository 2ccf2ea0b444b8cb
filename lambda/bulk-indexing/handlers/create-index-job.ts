import { MAX_UPLOAD_BYTES } from '../../images/domain/image-rules.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { dynamoClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { SIGNED_FOR_AT_LEAST_SECONDS } from '../../platform/tenant-credentials.ts';
import { createS3IndexJobUploads } from '../adapters/s3-index-job-uploads.ts';
import { imagePrefix, manifestKey, parseImportBuckets } from '../contract.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { toIndexJobView } from '../index-job-view.ts';
import { createIndexJob } from '../index-jobs.ts';
import { openIndexJobs } from '../wiring.ts';

/** As long as the credentials last that sign; the same request again gets forms for as long again. */
const UPLOAD_LIFETIME_SECONDS = SIGNED_FOR_AT_LEAST_SECONDS;
/** A million rows of 100 characters. */
const MAX_MANIFEST_BYTES = 100 * 1024 * 1024;

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'create-index-job');
const dependencies = {
  jobs: openIndexJobs(env),
  importBuckets: parseImportBuckets(env.IMPORT_BUCKETS),
  clock: systemClock,
  newIdentifier,
};
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);
const uploads = createS3IndexJobUploads(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN);

export const handler = httpHandler(
  'create-index-job',
  BULK_INDEXING_FUNCTIONS['create-index-job'].route,
  {
    execute: ({ caller, body }) => createIndexJob(caller, body, dependencies),
    // signed for every answer, so that a repeated request gets forms that still work
    present: async (job) => {
      const images = imagePrefix(job.tenant, job.id);
      const manifest = manifestKey(job.tenant, job.id, job.format);
      return {
        ...toIndexJobView(job, prices_usd, systemClock()),
        manifest_upload: await uploads.sign(manifest, 'object', MAX_MANIFEST_BYTES, UPLOAD_LIFETIME_SECONDS),
        image_upload: await uploads.sign(images, 'folder', MAX_UPLOAD_BYTES, UPLOAD_LIFETIME_SECONDS),
        image_prefix: images,
        expires_at: new Date(systemClock().getTime() + UPLOAD_LIFETIME_SECONDS * 1000).toISOString(),
      };
    },
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
