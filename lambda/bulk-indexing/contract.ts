import * as z from 'zod/mini';
import { attestedConsent } from '../consents/contract.ts';
import { MAX_STITCHED } from '../images/domain/stitching.ts';
import { billableCalls } from '../kernel/billing.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { TENANT_PATTERN } from '../kernel/tenancy.ts';
import { userId } from '../kernel/user-id.ts';
import {
  duplicatesPolicy,
  failureReason,
  INDEX_JOB_ACTIONS,
  type IndexJobAction,
  indexJob,
  indexJobStatus,
  itemCounts,
  outcomesStatus,
} from './domain/index-job.ts';

/** A tenant's own bucket, in this region or another, whose images index jobs may use (whitepaper 5.7). */
const importBucket = z.strictObject({
  tenant: z.string().check(z.regex(TENANT_PATTERN)),
  bucket: z
    .string()
    .check(
      z.regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'a bucket has 3 to 63 lower-case letters, digits, "." or "-"',
      ),
    ),
  /** Region of the bucket; omitted for the region of the deployment. */
  region: z.exactOptional(z.string().check(z.minLength(1))),
  /** Key prefix of images; the functions can read nothing else in the bucket. */
  prefix: z._default(
    z.string().check(z.maxLength(512), z.regex(/^[^*?]*$/, 'a prefix must not contain * or ?')),
    '',
  ),
  /** ARN of the KMS key of its objects, if they are encrypted with one. */
  key_arn: z.exactOptional(z.string().check(z.startsWith('arn:'))),
});

export const importBucketsSchema = z.array(importBucket);
export type ImportBuckets = z.infer<typeof importBucketsSchema>;

/** Buckets of one tenant as the functions read them; their permissions know the keys. */
const tenantImportBuckets = z.array(z.omit(importBucket, { tenant: true, key_arn: true }));
export type TenantImportBuckets = z.infer<typeof tenantImportBuckets>;

/** Name of the parameter of Systems Manager with a tenant's import buckets; there is none without them. */
export const importBucketsParameter = (stage: string, tenant: string): string =>
  `/face-idv/${stage}/import-buckets/${tenant}`;

/** Value of that parameter. */
export const toImportBucketsParameter = (buckets: ImportBuckets, tenant: string): string =>
  JSON.stringify(
    buckets
      .filter((one) => one.tenant === tenant)
      .map(({ tenant: _tenant, key_arn: _key, prefix, ...bucket }) => ({
        ...bucket,
        ...(prefix ? { prefix } : {}),
      })),
  );
export const parseImportBucketsParameter = (value: string): TenantImportBuckets =>
  tenantImportBuckets.parse(JSON.parse(value));

/**
 * Bulk indexing: the API's requests and responses, payloads of its state machine, and files in the bucket.
 */

export const createIndexJobRequest = z
  .strictObject({
    format: z.enum(['csv', 'jsonl']).check(z.describe('Format of the manifest.')),
    quality_gate: z
      ._default(z.boolean(), true)
      .check(z.describe('Whether to delete faces that fail the quality rules, as a registration does.')),
    duplicates: z
      ._default(duplicatesPolicy, 'ignore')
      .check(
        z.describe(
          'Duplicate handling. `report` and `refuse` search every shard before a face is indexed, at one billed call per shard: `report` records that another user has the face and still enrolls it, `refuse` does not enroll it, `ignore` does not search.',
        ),
      ),
    crop_faces: z
      ._default(z.boolean(), false)
      .check(
        z.describe(
          'Whether to crop the face before indexing, as sensitive flows do, at one billed DetectFaces call per row.',
        ),
      ),
    image_bucket: z
      .optional(z.string().check(z.maxLength(63)))
      .check(z.describe('A bucket that this tenant may import from. Omit it for uploaded images.')),
    consent: attestedConsent,
  })
  .register(z.globalRegistry, { id: 'CreateIndexJob' });
export type CreateIndexJobRequest = z.infer<typeof createIndexJobRequest>;

const uploadForm = z.object({ url: z.url(), fields: z.record(z.string(), z.string()) });

const jobFields = {
  id: z.string(),
  status: indexJobStatus,
  format: z.enum(['csv', 'jsonl']),
  quality_gate: z.boolean(),
  duplicates: duplicatesPolicy,
  crop_faces: z.boolean(),
  image_bucket: z.optional(z.string()),
  consent: z
    .optional(indexJob.shape.consent)
    .check(z.describe('The consent of the people that was attested, with the hash of its text.')),
  created_at: z.iso.datetime(),
  started_at: z.optional(z.iso.datetime()),
  ended_at: z.optional(z.iso.datetime()),
  failure_reason: z
    .optional(failureReason)
    .check(
      z.describe('Why a job failed that its execution could not end; absent if the execution ended it.'),
    ),
  total: z
    .optional(z.int())
    .check(z.describe('Number of rows in the manifest; present once the job has started.')),
  done: z.int(),
  counts: itemCounts,
  items_per_second: z.number(),
  eta_seconds: z.optional(z.int()),
  billable_calls: billableCalls,
  cost_usd: z.number(),
  estimated_cost_usd: z.number(),
  outcomes_status: outcomesStatus.check(
    z.describe(
      'Whether the file of outcomes is there: `none` until the job has ended, `pending` while the file is assembled, then `ready`; `failed` if that was not possible.',
    ),
  ),
};

export const indexJobView = z
  .object({
    ...jobFields,
    outcomes_url: z
      .optional(z.url())
      .check(
        z.describe(
          'Link to one JSON line per row; present while `outcomes_status` is `ready`. Valid for 15 minutes.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'IndexJob' });
export type IndexJobView = z.infer<typeof indexJobView>;

export const newIndexJobView = z
  .object({
    ...jobFields,
    manifest_upload: uploadForm.check(
      z.describe('Form for the manifest: POST these fields, then the field `file`, as multipart/form-data.'),
    ),
    image_upload: uploadForm.check(
      z.describe(
        'Form for the images, one POST per image. The object key is `image_prefix` followed by the file name.',
      ),
    ),
    image_prefix: z
      .string()
      .check(z.describe('Key prefix of the uploaded images; `image_key` in the manifest begins with it.')),
    expires_at: z.iso.datetime().check(z.describe('When the upload forms expire.')),
  })
  .register(z.globalRegistry, { id: 'NewIndexJob' });

export const indexJobPage = z
  .object({ data: z.array(indexJobView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'IndexJobPage' });

export const listIndexJobsQuery = z.strictObject({
  ...pageQuery(ID_PREFIXES.indexJob),
});

const ACTIONS = Object.keys(INDEX_JOB_ACTIONS) as [IndexJobAction, ...IndexJobAction[]];
export const indexJobAction = z.enum(ACTIONS);

/** Input of the execution, written by start. */
export const indexJobInput = z.object({
  tenant: z.string().check(z.minLength(1)),
  job_id: z.string().check(z.minLength(1)),
  format: z.enum(['csv', 'jsonl']),
  bucket: z.string().check(z.minLength(1)),
  manifest_key: z.string().check(z.minLength(1)),
  /** The job has ended, and only the file of its outcomes is to be merged again (docs/runbook.md). */
  only: z.exactOptional(z.literal('outcomes')),
});
export type IndexJobInput = z.infer<typeof indexJobInput>;
/** Returns the name of the execution: a job runs once. */
export const indexJobExecution = ({ job_id }: IndexJobInput): string => job_id;

const imageKey = z.string().check(z.minLength(1), z.maxLength(1024));
/** Columns of CSV for the images beyond the first. */
export const MORE_IMAGE_COLUMNS = Array.from(
  { length: MAX_STITCHED - 1 },
  (_, more) => `image_key_${more + 2}`,
);
/**
 * One row of a manifest: a user and an image, or several indexed by
 * one call. CSV has text only: its further columns are attributes.
 */
export const manifestRow = z.looseObject({
  user_id: userId,
  image_key: z.optional(imageKey),
  image_keys: z.optional(z.array(imageKey).check(z.minLength(1), z.maxLength(MAX_STITCHED))),
});

const numberedRow = z.object({ index: z.int().check(z.minimum(0)), row: z.record(z.string(), z.unknown()) });

/** A batch continues where its last call stopped, for a pause or because the time of a call is limited. */
export const indexBatchInput = z.object({
  job: indexJobInput,
  rows: z.array(numberedRow).check(z.minLength(1)),
  from: z.int().check(z.minimum(0)),
});
export const indexBatchOutput = z.object({
  status: z.enum(['more', 'paused', 'done']),
  from: z.int().check(z.minimum(0)),
});

/** How a job ended, or that its outcomes could not be merged afterwards. */
export const endIndexJobInput = z.object({
  job: indexJobInput,
  outcome: z.enum(['completed', 'failed', 'outcomes_failed']),
});
export const endIndexJobOutput = z.object({ status: indexJobStatus });

/**
 * Progress of the outcomes file: a multipart upload, and the last step in it. The parts themselves are listed
 * by S3, because 10,000 of their tags do not fit the 256 KiB of a state's input.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const outcomesProgress = z.object({
  upload_id: z.string().check(z.minLength(1)),
  parts: z.int().check(z.minimum(1)),
  after: z.object({ first_row: z.int().check(z.minimum(0)), from: z.int().check(z.minimum(0)) }),
});
export type OutcomesProgress = z.infer<typeof outcomesProgress>;

export const mergeOutcomesInput = z.object({ job: indexJobInput, progress: z.nullable(outcomesProgress) });
export const mergeOutcomesOutput = z.object({
  status: z.enum(['more', 'done']),
  progress: z.nullable(outcomesProgress),
});

/**
 * After this time a call that merges outcomes starts no further part; the state machine calls it again.
 * Short, so that a failed call repeats little, and far below Lambda's limit of 15 min.
 */
export const MERGE_CALL_MS = 60_000;

/** Rows per child execution: enough that starting it costs little, few enough for one call. */
export const ROWS_PER_BATCH = 40;
/**
 * Concurrent batches of eight rows each: 96 rows use a quota of 50 calls per second if a row takes up to two
 * seconds. More would only wait for the shared rate.
 */
export const BATCHES_CONCURRENCY = 12;

/** Name of each task of the machine -> the function that does it. */
export const INDEX_JOB_TASKS = {
  IndexBatch: 'index-batch',
  CompleteIndexJob: 'end-index-job',
  FailIndexJob: 'end-index-job',
  MergeOutcomes: 'merge-outcomes',
  FailOutcomes: 'end-index-job',
} as const;

/** One line of the outcomes file. */
export interface ItemOutcome {
  readonly row: number;
  readonly user_id?: string;
  readonly image_key?: string;
  readonly outcome: 'indexed' | 'skipped' | 'rejected' | 'failed';
  /**
   * Why the image was not enrolled: reason codes, including those of bulk indexing (docs/bulk-indexing.md).
   */
  readonly reason_codes: readonly string[];
  readonly face_id?: string;
  readonly collection_id?: string;
  /** Results of each image, for a row with several images. */
  readonly images?: readonly {
    readonly image_key: string;
    readonly outcome: 'indexed' | 'rejected';
    readonly reason_codes: readonly string[];
    readonly face_id?: string;
  }[];
  /** The other user with this face. */
  readonly duplicate_of?: string;
}

/** Key prefix of a job's files in the evidence bucket; begins with the tenant, for IAM policies. */
export const indexJobPrefix = (tenant: string, jobId: string): string => `${tenant}/index-jobs/${jobId}/`;
export const manifestKey = (tenant: string, jobId: string, format: 'csv' | 'jsonl'): string =>
  `${indexJobPrefix(tenant, jobId)}manifest.${format}`;
export const imagePrefix = (tenant: string, jobId: string): string =>
  `${indexJobPrefix(tenant, jobId)}images/`;
export const outcomesKey = (tenant: string, jobId: string): string =>
  `${indexJobPrefix(tenant, jobId)}outcomes.jsonl`;
/** Key of a part of the outcomes; parts sort like the rows. */
export const outcomesPartKey = (tenant: string, jobId: string, firstRow: number, from: number): string =>
  `${indexJobPrefix(tenant, jobId)}outcomes/${String(firstRow).padStart(10, '0')}-${String(from).padStart(5, '0')}.jsonl`;

/**
 * Key prefix of the Distributed Map's results: outside the tenants, whose names begin with a letter or digit,
 * so that one lifecycle rule covers them all.
 */
export const MAP_RESULTS_PREFIX = '_map-results/';
