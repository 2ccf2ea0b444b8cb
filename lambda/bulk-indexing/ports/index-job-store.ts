import type { BillableCalls } from '../../kernel/billing.ts';
import type {
  FailureReason,
  IndexJob,
  IndexJobAction,
  IndexJobStatus,
  ItemCounts,
} from '../domain/index-job.ts';

/** Results of one call of a batch, for its rows `from` to `next`. */
export interface BatchStep {
  /** First row of the batch in the manifest, which identifies it within the job. */
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
  /** Lists jobs, newest first. */
  list(
    tenant: string,
    limit: number,
    afterId?: string,
  ): Promise<{ readonly jobs: readonly IndexJob[]; readonly lastId?: string }>;
  /** Applies an action and returns the job; undefined if its status does not allow it. */
  act(
    tenant: string,
    id: string,
    action: IndexJobAction,
    changes: Partial<Pick<IndexJob, 'started_at' | 'ended_at' | 'total'>>,
  ): Promise<IndexJob | undefined>;
  /**
   * Ends a job unless it has ended.
   * @param reason why it failed, if its execution could not end it
   * @returns its resulting status
   */
  end(
    tenant: string,
    id: string,
    status: IndexJobStatus,
    at: string,
    reason?: FailureReason,
  ): Promise<IndexJobStatus>;
  /**
   * Reserves a user for one batch for a while; the same batch may reserve it again.
   * @returns false while another batch has it
   */
  lease(tenant: string, userId: string, batch: string): Promise<boolean>;
  giveUpLease(tenant: string, userId: string, batch: string): Promise<void>;
  /** Adds a step to the job's counts, once: repeating it changes nothing. */
  recordStep(tenant: string, id: string, step: BatchStep): Promise<void>;
  /** Returns the end of a recorded step; undefined if it was not recorded. */
  findStep(tenant: string, id: string, firstRow: number, from: number): Promise<number | undefined>;
  /**
   * Lists every recorded step lazily, in the order of the rows:
   * a job of ten million rows has a quarter of a million.
   * @param after only the steps after this one
   */
  steps(tenant: string, id: string, after?: StepName): AsyncIterable<StepName>;
  /** Records whether the outcomes of an ended job are in one file. @returns the status of the job */
  recordOutcomes(tenant: string, id: string, outcomes: 'ready' | 'failed'): Promise<IndexJobStatus>;
}
