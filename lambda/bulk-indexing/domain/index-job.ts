import * as z from 'zod/mini';
import { type BillableCalls, billableCalls, costUsd, type Prices, sumCalls } from '../../kernel/billing.ts';
import { paceOf } from '../../kernel/pace.ts';

/** Statuses of a job that indexes the images of a manifest. */
export const indexJobStatus = z.enum([
  /** Waits for its manifest and images. */
  'created',
  'running',
  'paused',
  'canceled',
  'completed',
  'failed',
]);
export type IndexJobStatus = z.infer<typeof indexJobStatus>;

/** Duplicate handling: ignore, report or refuse. */
export const duplicatesPolicy = z.enum(['ignore', 'report', 'refuse']);

/** Number of rows by outcome. */
export const itemCounts = z.object({
  indexed: z.int().check(z.minimum(0)),
  /** Already done: the same image of the same user is enrolled. */
  skipped: z.int().check(z.minimum(0)),
  rejected: z.int().check(z.minimum(0)),
  /** Failed after all retries; set aside in the queue of failed items. */
  failed: z.int().check(z.minimum(0)),
});
export type ItemCounts = z.infer<typeof itemCounts>;
export const NO_ITEMS: ItemCounts = { indexed: 0, skipped: 0, rejected: 0, failed: 0 };

/** How the execution of a job ended that could not end the job itself. */
export const failureReason = z.enum([
  'execution_failed',
  /** Somebody stopped it. */
  'execution_stopped',
  'execution_timed_out',
]);
export type FailureReason = z.infer<typeof failureReason>;

export const indexJob = z.object({
  tenant: z.string(),
  id: z.string(),
  status: indexJobStatus,
  format: z.enum(['csv', 'jsonl']),
  quality_gate: z.boolean(),
  duplicates: duplicatesPolicy,
  /** Whether faces are cropped first. */
  crop_faces: z._default(z.boolean(), false),
  /** Bucket of the images, if not the product's own. */
  image_bucket: z.exactOptional(z.string()),
  /** The consent that an operator has attested for every row; jobs of earlier releases lack it. */
  consent: z.exactOptional(
    z.object({
      notice_version: z.string(),
      text_sha256: z.string(),
      locale: z.string(),
      jurisdiction: z.exactOptional(z.string()),
      basis: z.string(),
      attested_by: z.string(),
    }),
  ),
  created_at: z.string(),
  started_at: z.exactOptional(z.string()),
  ended_at: z.exactOptional(z.string()),
  /** Why the execution of a failed job ended, if it could not end the job itself. */
  failure_reason: z.exactOptional(failureReason),
  /** Whether the outcomes of all rows are in one file; absent until that is settled. */
  outcomes: z.exactOptional(z.enum(['ready', 'failed'])),
  /** Rows of the manifest; known once the job has started. */
  total: z.exactOptional(z.int().check(z.minimum(0))),
  counts: itemCounts,
  calls: billableCalls,
});
export type IndexJob = z.infer<typeof indexJob>;

/** Actions of an operator, their allowed statuses and resulting status. */
export const INDEX_JOB_ACTIONS = {
  start: { from: ['created'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['created', 'running', 'paused'], to: 'canceled' },
} as const satisfies Readonly<
  Record<string, { readonly from: readonly IndexJobStatus[]; readonly to: IndexJobStatus }>
>;
export type IndexJobAction = keyof typeof INDEX_JOB_ACTIONS;

/** How the file of a job's outcomes stands. */
export const outcomesStatus = z.enum(['none', 'pending', 'ready', 'failed']);
export type OutcomesStatus = z.infer<typeof outcomesStatus>;

/**
 * The file is merged after the job has ended; a job that was canceled before its start has no outcome.
 */
export function outcomesStatusOf({ outcomes, started_at, ended_at }: IndexJob): OutcomesStatus {
  if (outcomes !== undefined) return outcomes;
  return started_at !== undefined && ended_at !== undefined ? 'pending' : 'none';
}

export const itemsDone = ({ indexed, skipped, rejected, failed }: ItemCounts): number =>
  indexed + skipped + rejected + failed;

export interface IndexJobProgress {
  readonly done: number;
  /** Items per second since the start, pauses included; 0 before the first item. */
  readonly items_per_second: number;
  /** Undefined before the first item and after the last. */
  readonly eta_seconds?: number;
  readonly cost_usd: number;
  /** Cost of the whole job if every remaining row is indexed. */
  readonly estimated_cost_usd: number;
}

/** Calculates the progress of a job. */
export function progressOf(job: IndexJob, prices: Prices, now: Date): IndexJobProgress {
  const done = itemsDone(job.counts);
  const left = Math.max(0, (job.total ?? 0) - done);
  const until = job.ended_at === undefined ? now : new Date(job.ended_at);
  const { perSecond, secondsLeft } = paceOf(
    done,
    job.total ?? 0,
    new Date(job.started_at ?? until).getTime(),
    until.getTime(),
  );
  const isOpen = job.status === 'running' || job.status === 'paused' || job.status === 'created';
  return {
    done,
    items_per_second: perSecond,
    ...(job.status === 'running' && secondsLeft !== undefined ? { eta_seconds: secondsLeft } : {}),
    cost_usd: costUsd(job.calls, prices),
    estimated_cost_usd: costUsd(isOpen ? sumCalls([job.calls, callsOf(job, done, left)]) : job.calls, prices),
  };
}

/**
 * Calls for the rows that are left, without duplicate searches, whose number depends on the shards. Only the
 * rows so far show how many images are compared: those of one row, and those of enrolled users.
 */
function callsOf({ crop_faces, calls }: IndexJob, done: number, left: number): BillableCalls {
  const compared = done === 0 ? 0 : Math.round((left * (calls.CompareFaces ?? 0)) / done);
  return {
    IndexFaces: left,
    ...(crop_faces ? { DetectFaces: left } : {}),
    ...(compared > 0 ? { CompareFaces: compared } : {}),
  };
}
