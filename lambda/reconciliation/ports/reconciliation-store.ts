import type { Finding, Reconciliation } from '../domain/reconciliation.ts';

export interface FindingPage {
  readonly findings: readonly Finding[];
  readonly next?: string;
}

export interface ReconciliationPage {
  readonly reconciliations: readonly Reconciliation[];
  /** Last id of this page, if more may follow. */
  readonly lastId?: string;
}

/** Reconciliations of tenants and their findings. */
export interface ReconciliationStore {
  /** Starts a reconciliation. @returns the running one: an earlier one if that has not ended */
  begin(reconciliation: Reconciliation): Promise<Reconciliation>;
  get(tenant: string, id: string): Promise<Reconciliation | undefined>;
  /** Lists reconciliations of a tenant, newest first. @param afterId last id of the page before */
  list(tenant: string, limit: number, afterId?: string): Promise<ReconciliationPage>;
  /** Ends a running reconciliation; one that has ended stays unchanged. */
  end(
    tenant: string,
    id: string,
    ending: Pick<Reconciliation, 'status' | 'faces' | 'mappings'> & { readonly ended_at: string },
  ): Promise<void>;
  /** Records a finding; it replaces an earlier finding of the same face. */
  record(tenant: string, id: string, finding: Finding): Promise<void>;
  /** Whether there is a finding of a kind in another region than the first. */
  hasFound(tenant: string, id: string, kind: Finding['kind'], region: string): Promise<boolean>;
  listFindings(tenant: string, id: string, cursor?: string): Promise<FindingPage>;
}
