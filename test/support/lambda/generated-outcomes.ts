import { createHash, type Hash } from 'node:crypto';
import type { OutcomesProgress } from '../../../lambda/bulk-indexing/contract.ts';
import { ROWS_PER_BATCH } from '../../../lambda/bulk-indexing/contract.ts';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import type { StepName } from '../../../lambda/bulk-indexing/ports/index-job-store.ts';
import { MIN_PART_BYTES } from '../../../lambda/bulk-indexing/ports/parted-files.ts';
import { NOON, TENANT } from './builders.ts';

/** Parts that an upload has at most (S3 User Guide, "Amazon S3 multipart upload limits"). */
const MAX_PARTS = 10_000;

export const JOB_INPUT = {
  tenant: TENANT,
  job_id: 'ij_1',
  format: 'csv',
  bucket: 'evidence',
  manifest_key: 'm',
} as const;

export const anEndedJob = (total: number, changes: Partial<IndexJob> = {}): IndexJob => ({
  tenant: TENANT,
  id: JOB_INPUT.job_id,
  status: 'completed',
  format: 'csv',
  quality_gate: true,
  duplicates: 'ignore',
  crop_faces: false,
  created_at: NOON.toISOString(),
  started_at: NOON.toISOString(),
  ended_at: NOON.toISOString(),
  total,
  counts: { indexed: total, skipped: 0, rejected: 0, failed: 0 },
  calls: { IndexFaces: total },
  ...changes,
});

/** What came of a row, as a real one reads. */
const outcomeOf = (row: number): string =>
  `{"row":${row},"user_id":"user-${row}","image_key":"acme/people/${row}.jpg","outcome":"indexed","reason_codes":[],"face_id":"${String(row).padStart(8, '0')}-0000-4000-8000-000000000000","collection_id":"face-idv.acme.g1.${row % 4}"}\n`;

/** The outcomes of a job as its steps have written them, made when they are read: nothing is kept of any row. */
export function generatedOutcomes(rows: number) {
  let reads = 0;
  const content = (firstRow: number): Uint8Array => {
    const last = Math.min(firstRow + ROWS_PER_BATCH, rows);
    let lines = '';
    for (let row = firstRow; row < last; row += 1) lines += outcomeOf(row);
    return Buffer.from(lines);
  };
  return {
    /** Steps behind one, as the store lists them. */
    async *steps(_tenant: string, _id: string, after?: StepName): AsyncGenerator<StepName> {
      const first = after === undefined ? 0 : after.firstRow + ROWS_PER_BATCH;
      for (let firstRow = first; firstRow < rows; firstRow += ROWS_PER_BATCH) yield { firstRow, from: 0 };
    },
    read: async (key: string): Promise<Uint8Array | undefined> => {
      reads += 1;
      return content(Number(/(\d+)-\d+\.jsonl$/.exec(key)?.[1]));
    },
    /** Digest of all of them, in order. */
    digest(): string {
      const hash = createHash('sha256');
      for (let firstRow = 0; firstRow < rows; firstRow += ROWS_PER_BATCH) hash.update(content(firstRow));
      return hash.digest('hex');
    },
    /** How many reads there were. */
    reads: () => reads,
  };
}

/** Multipart uploads with S3's rules, of whose content only a digest and the sizes are kept. */
export class RecordedPartedFiles {
  readonly sizes: number[] = [];
  begun = 0;
  completed = 0;
  /** Uploads that are under way, each with the digest of its parts in their order. */
  readonly #open = new Map<string, Hash>();
  digest: string | undefined;

  begin = async (): Promise<string> => {
    this.begun += 1;
    this.sizes.length = 0;
    const id = `upload-${this.begun}`;
    this.#open.set(id, createHash('sha256'));
    return id;
  };

  writePart = async (_key: string, id: string, number: number, content: Uint8Array): Promise<boolean> => {
    const hash = this.#open.get(id);
    if (!hash) return false;
    if (number < 1 || number > MAX_PARTS) throw new Error(`S3 takes no part ${number}`);
    // a digest cannot take a part back, so that the parts must come as they are meant to: each once, in order
    if (number !== this.sizes.length + 1) throw new Error(`part ${number} after ${this.sizes.length}`);
    this.sizes.push(content.length);
    hash.update(content);
    return true;
  };

  complete = async (_key: string, id: string, parts: number): Promise<boolean> => {
    const hash = this.#open.get(id);
    if (!hash) return false;
    if (parts !== this.sizes.length) throw new Error(`${parts} parts of ${this.sizes.length}`);
    const small = this.sizes.slice(0, -1).find((size) => size < MIN_PART_BYTES);
    if (small !== undefined) throw new Error(`EntityTooSmall: a part has ${small} bytes`);
    this.#open.delete(id);
    this.digest = hash.digest('hex');
    this.completed += 1;
    return true;
  };

  /** What the lifecycle of the bucket does with uploads that nobody completes. */
  abortAll(): void {
    this.#open.clear();
  }
}

/** Calls the use-case as the state machine does, until it says that it is done. @returns the number of calls */
export async function mergeAll(
  merge: (input: { readonly job: typeof JOB_INPUT; readonly progress: OutcomesProgress | null }) => Promise<{
    readonly status: 'more' | 'done';
    readonly progress: OutcomesProgress | null;
  }>,
): Promise<number> {
  let progress: OutcomesProgress | null = null;
  for (let calls = 1; ; calls += 1) {
    const answer = await merge({ job: JOB_INPUT, progress });
    if (answer.status === 'done') return calls;
    progress = answer.progress;
  }
}
