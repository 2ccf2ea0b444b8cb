import type { BillableCalls } from '../../kernel/billing.ts';
import type { IndexJob, IndexJobAction, IndexJobStatus, ItemCounts } from '../domain/index-job.ts';

/** What one call of a batch has done, rows `from` to `next` of it. */
export interface BatchStep {
  /** Row of the manifest that the batch begins with: its name within the job. */
  readonly firstRow: number;
  readonly from: number;
  readonly next: number;
  readonly counts: ItemCounts;
  readonly calls: BillableCalls;
}

/** Name of a step within its job. */
export type StepName = Pick<BatchStep, 'firstRow' | 'from'>;

export interface IndexJobStore {
  create(job: IndexJob): Promise<void>;
  get(tenant: string, id: string): Promise<IndexJob | undefined>;
  /** Newest first. */
  list(
    tenant: string,
    limit: number,
    afterId?: string,
  ): Promise<{ readonly jobs: readonly IndexJob[]; readonly lastId?: string }>;
  /** The job after the action; undefined where its status does not allow it. */
  act(
    tenant: string,
    id: string,
    action: IndexJobAction,
    changes: Partial<Pick<IndexJob, 'started_at' | 'ended_at' | 'total'>>,
  ): Promise<IndexJob | undefined>;
  /** Ends a job that nobody has ended before. @returns the status it has then */
  end(tenant: string, id: string, status: IndexJobStatus, at: string): Promise<IndexJobStatus>;
  /**
   * Lets one batch alone work on a user for a while; the same batch may take it again.
   * @returns false while another batch has it
   */
  lease(tenant: string, userId: string, batch: string): Promise<boolean>;
  giveUpLease(tenant: string, userId: string, batch: string): Promise<void>;
  /** Adds a step to the job's figures, once: the same step again changes nothing. */
  recordStep(tenant: string, id: string, step: BatchStep): Promise<void>;
  /** Where a step that was recorded has ended; undefined where it was not. */
  findStep(tenant: string, id: string, firstRow: number, from: number): Promise<number | undefined>;
  /**
   * Every step that was recorded, in the order of the rows, read as they are asked for: a job of ten million rows has
   * a quarter of a million.
   * @param after the steps behind this one alone
   */
  steps(tenant: string, id: string, after?: StepName): AsyncIterable<StepName>;
  /** Records whether the outcomes of an ended job are in one file. @returns the status of the job */
  recordOutcomes(tenant: string, id: string, outcomes: 'ready' | 'failed'): Promise<IndexJobStatus>;
}
