import type { ReconciliationInput } from '../contract/reconciliations.ts';

export interface ReconciliationWorkflow {
  /** Starts the workflow of a reconciliation; one that was started already is left alone. */
  start(input: ReconciliationInput): Promise<void>;
}
