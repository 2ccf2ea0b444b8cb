import type * as z from 'zod/mini';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import {
  MERGE_CALL_MS,
  type mergeOutcomesInput,
  type mergeOutcomesOutput,
  type OutcomesProgress,
  outcomesKey,
  outcomesPartKey,
} from './contract.ts';
import type { IndexJobFiles } from './ports/index-job-files.ts';
import type { IndexJobStore, StepName } from './ports/index-job-store.ts';
import { MIN_PART_BYTES, type PartedFiles } from './ports/parted-files.ts';

export interface MergeOutcomesDependencies {
  readonly jobs: Pick<IndexJobStore, 'get' | 'steps' | 'recordOutcomes'>;
  readonly files: Pick<IndexJobFiles, 'read' | 'write'>;
  readonly partedFiles: PartedFiles;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

type Output = z.infer<typeof mergeOutcomesOutput>;

/**
 * Steps whose outcomes are read before their size is checked: about 1.5 MB at 40 rows each.
 */
const STEPS_PER_GROUP = 256;
/** Outcomes of steps read concurrently: below the 50 connections that an SDK client opens by default. */
const READS_CONCURRENCY = 40;

/**
 * Merges the outcomes of all rows into one file, as far as one call gets, and returns where the next call
 * continues. It holds one part of the file in memory, for a job of any size. A repeated call with the same
 * input writes the same parts.
 * @throws Error if the job has not ended, or the outcomes of a recorded step are missing
 */
export async function mergeOutcomes(
  { job: { tenant, job_id: jobId }, progress: begun }: z.infer<typeof mergeOutcomesInput>,
  dependencies: MergeOutcomesDependencies,
): Promise<Output> {
  const { jobs, files, partedFiles, clock } = dependencies;
  const job = await jobs.get(tenant, jobId);
  // an earlier call has done it, and its response was lost
  if (job?.outcomes === 'ready') return DONE;
  if (job?.ended_at === undefined) throw new Error(`index job ${jobId} has not ended`);

  const key = outcomesKey(tenant, jobId);
  const until = clock().getTime() + MERGE_CALL_MS;
  let progress = begun;
  let pending: Uint8Array[] = [];
  for await (const group of groupsOf(jobs.steps(tenant, jobId, stepOf(progress)), STEPS_PER_GROUP)) {
    const read = await mapBounded(group, READS_CONCURRENCY, (step) => readStep(tenant, jobId, step, files));
    pending.push(...read);
    const last = group.at(-1);
    if (last === undefined || sizeOf(pending) < MIN_PART_BYTES) continue;
    progress = await writePart(key, progress, last, pending, partedFiles);
    if (progress === null) return START_OVER;
    pending = [];
    if (clock().getTime() >= until) return { status: 'more', progress };
  }
  if (progress === null) await files.write(key, Buffer.concat(pending));
  else if (!(await complete(key, progress, pending, partedFiles))) return START_OVER;
  await jobs.recordOutcomes(tenant, jobId, 'ready');
  dependencies.emit('OutcomesMerged', 1, { Result: 'ready' });
  return DONE;
}

const DONE: Output = { status: 'done', progress: null };
/**
 * An upload is gone if a call completed it whose response was lost, or the bucket deleted it after a day.
 */
const START_OVER: Output = { status: 'more', progress: null };

const stepOf = (progress: OutcomesProgress | null): StepName | undefined =>
  progress === null ? undefined : { firstRow: progress.after.first_row, from: progress.after.from };

const sizeOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((bytes, piece) => bytes + piece.length, 0);

async function readStep(
  tenant: string,
  jobId: string,
  { firstRow, from }: StepName,
  files: Pick<IndexJobFiles, 'read'>,
): Promise<Uint8Array> {
  const content = await files.read(outcomesPartKey(tenant, jobId, firstRow, from));
  if (content === undefined) throw new Error(`outcomes of row ${firstRow + from} of ${jobId} are missing`);
  return content;
}

/** @returns the progress after the part; null if its upload is gone */
async function writePart(
  key: string,
  progress: OutcomesProgress | null,
  last: StepName,
  content: readonly Uint8Array[],
  partedFiles: PartedFiles,
): Promise<OutcomesProgress | null> {
  const uploadId = progress?.upload_id ?? (await partedFiles.begin(key));
  const parts = (progress?.parts ?? 0) + 1;
  const after = { first_row: last.firstRow, from: last.from };
  const written = await partedFiles.writePart(key, uploadId, parts, Buffer.concat(content));
  return written ? { upload_id: uploadId, parts, after } : null;
}

/** Writes the rest as the last part, which may be small. @returns false if the upload is gone */
async function complete(
  key: string,
  { upload_id: uploadId, parts }: OutcomesProgress,
  rest: readonly Uint8Array[],
  partedFiles: PartedFiles,
): Promise<boolean> {
  if (rest.length === 0) return partedFiles.complete(key, uploadId, parts);
  const written = await partedFiles.writePart(key, uploadId, parts + 1, Buffer.concat(rest));
  return written && partedFiles.complete(key, uploadId, parts + 1);
}

/** Groups items by `size`; the last group may be smaller. */
async function* groupsOf<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
