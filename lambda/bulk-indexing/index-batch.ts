import type * as z from 'zod/mini';
import type { FaceCollections, SeveralFaces } from '../collections/ports/face-collections.ts';
import { GENERATIONS_CHANGED } from '../enrollment/contract.ts';
import { equalJitter } from '../kernel/backoff.ts';
import type { BillableCalls, BillableOperation } from '../kernel/billing.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import { reasonOfFault } from '../kernel/reason-code.ts';
import { isThrottle, isTransient } from '../kernel/retry.ts';
import type { LimitedOperation } from '../rate-limits/contract.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { type AbandonRowDependencies, abandonRow } from './abandon-row.ts';
import {
  type ItemOutcome,
  type indexBatchInput,
  type indexBatchOutput,
  outcomesPartKey,
} from './contract.ts';
import { type IndexJob, NO_ITEMS } from './domain/index-job.ts';
import { type FindDuplicateUserDependencies, findDuplicateUser } from './find-duplicate-user.ts';
import { type IndexItemDependencies, indexItem } from './index-item.ts';
import { invalidRow, nameOf, parseItem } from './manifest-item.ts';
import type { FailedItems } from './ports/failed-items.ts';
import type { IndexJobFiles } from './ports/index-job-files.ts';
import type { IndexJobStore } from './ports/index-job-store.ts';

export type IndexBatchDependencies = Omit<IndexItemDependencies, 'findDuplicate'> &
  Omit<FindDuplicateUserDependencies, keyof IndexItemDependencies> &
  Pick<AbandonRowDependencies, 'bulk' | 'deletionQueue'> & {
    readonly limiter: RateLimiter;
    readonly jobs: Pick<IndexJobStore, 'get' | 'recordStep' | 'findStep' | 'lease' | 'giveUpLease'>;
    readonly files: Pick<IndexJobFiles, 'write'>;
    readonly failedItems: FailedItems;
    /** Returns a number from 0 up to 1. */
    readonly random: () => number;
  };

type Input = z.infer<typeof indexBatchInput>;

/** Rows processed concurrently by one call; between such groups it checks whether the job is paused. */
export const GROUP_SIZE = 8;
/** After this time a call starts no further group: the function times out after 28 s. */
const MAX_CALL_MS = 10_000;
/**
 * Attempts at one row, with waits of at most 0.2, 0.4 ... 3.2 s and jitter: rows survive throttling for a few
 * seconds, and those that failed together do not retry together. Conflicts of transactions are retried by
 * the DynamoDB client and do not repeat the row with its billed calls.
 */
const MAX_ATTEMPTS = 6;
const BETWEEN_ATTEMPTS = { firstWaitMs: 200, maxWaitMs: 3_200 } as const;

/** Our own errors that another attempt may not meet. */
const BUSY: readonly string[] = [GENERATIONS_CHANGED, 'UserBusy'];

/**
 * Indexes rows of a manifest until they are done, the job is paused or canceled, or the call's time is up;
 * then stores their outcomes and adds them to the job's counts. A repeated call with the same input returns
 * the same.
 */
export async function indexBatch(
  { job: { tenant, job_id: jobId }, rows, from }: Input,
  dependencies: IndexBatchDependencies,
): Promise<z.infer<typeof indexBatchOutput>> {
  const { jobs, files, clock } = dependencies;
  const firstRow = rows[0]?.index ?? 0;
  const recorded = await jobs.findStep(tenant, jobId, firstRow, from);
  if (recorded !== undefined) return standing(rows.length, recorded);

  const tally = paceCalls(tenant, dependencies);
  const startedAt = clock().getTime();
  const outcomes: ItemOutcome[] = [];
  let next = from;
  let job = await readJob(tenant, jobId, jobs);
  const counted = {
    ...dependencies,
    collections: tally.collections,
    faces: tally.faces,
    ...(job.duplicates === 'ignore' ? {} : { findDuplicate: tally.findDuplicate }),
  };
  while (job.status === 'running' && next < rows.length && clock().getTime() - startedAt < MAX_CALL_MS) {
    const group = rows.slice(next, next + GROUP_SIZE);
    const current = job;
    outcomes.push(...(await indexGroup(current, group, `${jobId}#${firstRow}`, counted)));
    next += group.length;
    job = await readJob(tenant, jobId, jobs);
  }
  if (next > from) {
    const lines = outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
    await files.write(outcomesPartKey(tenant, jobId, firstRow, from), lines);
    await jobs.recordStep(tenant, jobId, {
      firstRow,
      from,
      next,
      counts: countOutcomes(outcomes),
      calls: tally.calls,
    });
  }
  if (job.status === 'paused' && next < rows.length) return { status: 'paused', from: next };
  if (job.status !== 'running') return { status: 'done', from: next };
  return standing(rows.length, next);
}

type Rows = Input['rows'];
type CountedDependencies = IndexBatchDependencies & Pick<IndexItemDependencies, 'findDuplicate'>;

/**
 * Processes rows of one user one after another, and of
 * different users concurrently; outcomes keep the rows' order.
 */
async function indexGroup(
  job: IndexJob,
  group: Rows,
  batch: string,
  dependencies: CountedDependencies,
): Promise<ItemOutcome[]> {
  const lanes = new Map<unknown, Rows>();
  for (const numbered of group) {
    const user = numbered.row.user_id;
    lanes.set(user, [...(lanes.get(user) ?? []), numbered]);
  }
  const outcomes = await mapBounded([...lanes.values()], GROUP_SIZE, async (lane) => {
    const done: ItemOutcome[] = [];
    for (const { index, row } of lane) done.push(await persist(job, index, row, batch, dependencies));
    return done;
  });
  return outcomes.flat().sort((one, other) => one.row - other.row);
}

const standing = (rows: number, next: number): z.infer<typeof indexBatchOutput> => ({
  status: next < rows ? 'more' : 'done',
  from: next,
});

async function readJob(tenant: string, id: string, jobs: Pick<IndexJobStore, 'get'>): Promise<IndexJob> {
  const job = await jobs.get(tenant, id);
  if (!job) throw new Error(`no index job ${id}`);
  return job;
}

/** Processes one row and retries transient faults; a persistent failure is set aside for a person. */
async function persist(
  job: IndexJob,
  index: number,
  row: Readonly<Record<string, unknown>>,
  batch: string,
  dependencies: CountedDependencies,
): Promise<ItemOutcome> {
  const { limiter, wait, random, failedItems, emit } = dependencies;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await indexAlone(job, index, row, batch, dependencies);
      emit('BulkItem', 1, { Outcome: outcome.outcome });
      if (outcome.outcome === 'rejected')
        for (const ReasonCode of outcome.reason_codes) emit('BulkItemReason', 1, { ReasonCode });
      return outcome;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      if (isThrottle(error)) await limiter.throttled('IndexFaces');
      if ((isTransient(error) || BUSY.includes(name)) && attempt < MAX_ATTEMPTS) {
        await wait(equalJitter(attempt, BETWEEN_ATTEMPTS, random));
        continue;
      }
      await undoRow(job, index, row, batch, dependencies);
      const named = { user_id: '', image_key: '', ...nameOf(index, row) };
      await failedItems.setAside({ tenant: job.tenant, job_id: job.id, ...named, error: name });
      emit('BulkItem', 1, { Outcome: 'failed' });
      return { ...named, outcome: 'failed', reason_codes: [reasonOfFault(name)] };
    }
  }
}

/** Thrown while another batch works on the same user. */
class UserBusy extends Error {
  override readonly name = 'UserBusy';
}

/**
 * Processes one row while no other batch works on its user: each could take the other's face for a leftover.
 */
async function indexAlone(
  job: IndexJob,
  index: number,
  row: Readonly<Record<string, unknown>>,
  batch: string,
  dependencies: CountedDependencies,
): Promise<ItemOutcome> {
  const { jobs } = dependencies;
  const item = parseItem(job, index, row);
  if (!item) return invalidRow(index, row);
  const { userId } = item;
  if (!(await jobs.lease(job.tenant, userId, batch)))
    throw new UserBusy('another batch works on the user of this row');
  const outcome = await indexItem(item, dependencies);
  await jobs.giveUpLease(job.tenant, userId, batch);
  return outcome;
}

/** Undoes what a row has begun that fails, unless another batch works on its user. */
async function undoRow(
  job: IndexJob,
  index: number,
  row: Readonly<Record<string, unknown>>,
  batch: string,
  dependencies: CountedDependencies,
): Promise<void> {
  const { jobs } = dependencies;
  const item = parseItem(job, index, row);
  if (!item || !(await jobs.lease(job.tenant, item.userId, batch))) return;
  await abandonRow(item, dependencies);
  await jobs.giveUpLease(job.tenant, item.userId, batch);
}

function countOutcomes(outcomes: readonly ItemOutcome[]) {
  const counts = { ...NO_ITEMS };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

/** Makes calls at the shared rates and counts them once answered: those are billed. */
function paceCalls(
  tenant: string,
  dependencies: IndexBatchDependencies,
): {
  readonly collections: FaceCollections & SeveralFaces;
  readonly faces: IndexItemDependencies['faces'];
  readonly findDuplicate: NonNullable<IndexItemDependencies['findDuplicate']>;
  readonly calls: BillableCalls;
} {
  const { collections, faces, generations, limiter, wait } = dependencies;
  const calls: BillableCalls = {};
  const paced =
    <Arguments extends unknown[], Answer>(
      operation: BillableOperation & LimitedOperation,
      call: (...args: Arguments) => Promise<Answer>,
    ) =>
    async (...args: Arguments): Promise<Answer> => {
      const { waitMs } = await limiter.reserve(operation, tenant, 1);
      await wait(waitMs);
      const answer = await call(...args);
      calls[operation] = (calls[operation] ?? 0) + 1;
      return answer;
    };
  return {
    calls,
    findDuplicate: async (image, userId) => {
      // for all shards at once, before the first call: a search must not spend its deadline waiting
      const { active } = await generations.get(tenant);
      const { waitMs } = await limiter.reserve('SearchFacesByImage', tenant, active.shards);
      await wait(waitMs);
      const found = await findDuplicateUser(image, tenant, userId, dependencies);
      calls.SearchFacesByImage = (calls.SearchFacesByImage ?? 0) + (found.calls.SearchFacesByImage ?? 0);
      return found.userId;
    },
    faces: {
      detectFaces: paced('DetectFaces', (...args) => faces.detectFaces(...args)),
      compareFaces: paced('CompareFaces', (...args) => faces.compareFaces(...args)),
    },
    collections: {
      search: paced('SearchFacesByImage', (...args) => collections.search(...args)),
      index: paced('IndexFaces', (...args) => collections.index(...args)),
      indexSeveral: paced('IndexFaces', (...args) => collections.indexSeveral(...args)),
      delete: paced('DeleteFaces', (...args) => collections.delete(...args)),
    },
  };
}
