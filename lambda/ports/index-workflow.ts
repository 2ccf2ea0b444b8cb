import type { IndexJobInput } from '../contract/index-jobs.ts';

export interface IndexWorkflow {
  /** Starts the workflow of a job; one that was started already is left alone. */
  start(input: IndexJobInput): Promise<void>;
}
