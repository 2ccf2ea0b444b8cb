import * as z from 'zod';
import { billableCalls } from '../domain/billing.ts';
import {
  duplicatesPolicy,
  INDEX_JOB_ACTIONS,
  type IndexJobAction,
  indexJobStatus,
  itemCounts,
} from '../domain/index-job.ts';
import { MOST_STITCHED } from '../domain/stitching.ts';
import { userId } from '../domain/user-id.ts';

/** Bulk indexing: requests and answers of the API, what its state machine carries, and what lies in the bucket. */

export const createIndexJobRequest = z
  .strictObject({
    format: z.enum(['csv', 'jsonl']).describe('Of the manifest.'),
    quality_gate: z
      .boolean()
      .default(true)
      .describe('Whether faces that fail the quality rules are deleted again, as in a registration.'),
    duplicates: duplicatesPolicy
      .default('ignore')
      .describe(
        "Whether each image is searched for in all shards before it is indexed, a billed call each: `report` tells another user's face, `refuse` does not enrol it.",
      ),
    crop_faces: z
      .boolean()
      .default(false)
      .describe(
        'Whether the face is cut out of its image before it is indexed, as sensitive flows do: a billed call of DetectFaces a row.',
      ),
    image_bucket: z
      .string()
      .max(63)
      .optional()
      .describe('One of the buckets that this tenant may import from; left out for uploaded images.'),
  })
  .meta({ id: 'CreateIndexJob' });
export type CreateIndexJobRequest = z.infer<typeof createIndexJobRequest>;

const uploadForm = z.object({ url: z.url(), fields: z.record(z.string(), z.string()) });

const jobFields = {
  id: z.string(),
  status: indexJobStatus,
  format: z.enum(['csv', 'jsonl']),
  quality_gate: z.boolean(),
  duplicates: duplicatesPolicy,
  crop_faces: z.boolean(),
  image_bucket: z.string().optional(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional(),
  ended_at: z.iso.datetime().optional(),
  total: z.int().optional().describe('Rows of the manifest, once the job is started.'),
  done: z.int(),
  counts: itemCounts,
  items_per_second: z.number(),
  eta_seconds: z.int().optional(),
  billable_calls: billableCalls,
  cost_usd: z.number(),
  estimated_cost_usd: z.number(),
};

export const indexJobView = z
  .object({
    ...jobFields,
    outcomes_url: z
      .url()
      .optional()
      .describe('One JSON line a row, once the job has ended; works for a quarter of an hour.'),
  })
  .meta({ id: 'IndexJob' });
export type IndexJobView = z.infer<typeof indexJobView>;

export const newIndexJobView = z
  .object({
    ...jobFields,
    manifest_upload: uploadForm.describe('POST the manifest: these fields, then the field `file`.'),
    image_upload: uploadForm.describe(
      'POST each image likewise; the name of the file becomes the end of its key, see `image_prefix`.',
    ),
    image_prefix: z.string().describe('Where uploaded images lie: what `image_key` begins with.'),
    expires_at: z.iso.datetime().describe('When the forms end.'),
  })
  .meta({ id: 'NewIndexJob' });

export const indexJobPage = z
  .object({ data: z.array(indexJobView), has_more: z.boolean(), next_cursor: z.string().nullable() })
  .meta({ id: 'IndexJobPage' });

export const listIndexJobsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(64).optional(),
});

const ACTIONS = Object.keys(INDEX_JOB_ACTIONS) as [IndexJobAction, ...IndexJobAction[]];
export const indexJobAction = z.enum(ACTIONS);

/** Input of the execution, written by start. */
export const indexJobInput = z.object({
  tenant: z.string().min(1),
  job_id: z.string().min(1),
  format: z.enum(['csv', 'jsonl']),
  bucket: z.string().min(1),
  manifest_key: z.string().min(1),
});
export type IndexJobInput = z.infer<typeof indexJobInput>;
/** Name of the execution: a job runs once. */
export const indexJobExecution = ({ job_id }: IndexJobInput): string => job_id;

const imageKey = z.string().min(1).max(1024);
/** Columns of CSV for the images beyond the first. */
export const MORE_IMAGE_COLUMNS = Array.from(
  { length: MOST_STITCHED - 1 },
  (_, more) => `image_key_${more + 2}`,
);
/**
 * One row of a manifest: a user and an image, or several that are indexed by one call. CSV knows text alone: its
 * columns beyond those for images are attributes.
 */
export const manifestRow = z
  .object({
    user_id: userId,
    image_key: imageKey.optional(),
    image_keys: z.array(imageKey).min(1).max(MOST_STITCHED).optional(),
  })
  .loose();

const numberedRow = z.object({ index: z.int().min(0), row: z.record(z.string(), z.unknown()) });

/** A batch goes on from where its last call has stopped: for a pause, or because a call has only so much time. */
export const indexBatchInput = z.object({
  job: indexJobInput,
  rows: z.array(numberedRow).min(1),
  from: z.int().min(0),
});
export const indexBatchOutput = z.object({
  status: z.enum(['more', 'paused', 'done']),
  from: z.int().min(0),
});

export const endIndexJobInput = z.object({ job: indexJobInput, outcome: z.enum(['completed', 'failed']) });
export const endIndexJobOutput = z.object({ status: indexJobStatus });

/** Rows of one child execution: enough that starting it costs little, few enough that one call may do them. */
export const ROWS_PER_BATCH = 40;
/**
 * Batches at work at once, eight rows each: 96 rows keep a quota of 50 calls a second busy while a row takes up to
 * 1.9 s. More would only wait for the shared rate.
 */
export const BATCHES_AT_ONCE = 12;

/** Name of each task of the machine -> the function that does it. */
export const INDEX_JOB_TASKS = {
  IndexBatch: 'index-batch',
  CompleteIndexJob: 'end-index-job',
  FailIndexJob: 'end-index-job',
} as const;

/** One line of the outcomes file. */
export interface ItemOutcome {
  readonly row: number;
  readonly user_id?: string;
  readonly image_key?: string;
  readonly outcome: 'indexed' | 'skipped' | 'rejected' | 'failed';
  /** Why it is no face of the user now: reason codes, and those of bulk indexing (docs/bulk-indexing.md). */
  readonly reason_codes: readonly string[];
  readonly face_id?: string;
  readonly collection_id?: string;
  /** Of a row of several images, what came of each. */
  readonly images?: readonly {
    readonly image_key: string;
    readonly outcome: 'indexed' | 'rejected';
    readonly reason_codes: readonly string[];
    readonly face_id?: string;
  }[];
  /** The other user whose face this is. */
  readonly duplicate_of?: string;
}

/** Where the files of a job lie in the evidence bucket; the tenant comes first, so that policies can name it. */
export const indexJobPrefix = (tenant: string, jobId: string): string => `${tenant}/index-jobs/${jobId}/`;
export const manifestKey = (tenant: string, jobId: string, format: 'csv' | 'jsonl'): string =>
  `${indexJobPrefix(tenant, jobId)}manifest.${format}`;
export const imagePrefix = (tenant: string, jobId: string): string =>
  `${indexJobPrefix(tenant, jobId)}images/`;
export const outcomesKey = (tenant: string, jobId: string): string =>
  `${indexJobPrefix(tenant, jobId)}outcomes.jsonl`;
/** Parts sort as the rows do. */
export const outcomesPartKey = (tenant: string, jobId: string, firstRow: number, from: number): string =>
  `${indexJobPrefix(tenant, jobId)}outcomes/${String(firstRow).padStart(10, '0')}-${String(from).padStart(5, '0')}.jsonl`;
