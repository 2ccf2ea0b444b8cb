import type { Finding, Reconciliation } from '../domain/reconciliation.ts';

export interface FindingPage {
  readonly findings: readonly Finding[];
  readonly next?: string;
}

/** Reconciliations of tenants and what they found. */
export interface ReconciliationStore {
  /** Begins a reconciliation. @returns the one that runs: an earlier one, where that has not ended */
  begin(reconciliation: Reconciliation): Promise<Reconciliation>;
  get(tenant: string, id: string): Promise<Reconciliation | undefined>;
  /** Ends a reconciliation that runs; one that has ended stays as it is. */
  end(
    tenant: string,
    id: string,
    ending: Pick<Reconciliation, 'status' | 'faces' | 'mappings'> & { readonly ended_at: string },
  ): Promise<void>;
  /** Writes a finding down; the same face again replaces what was found before. */
  record(tenant: string, id: string, finding: Finding): Promise<void>;
  /** Whether anything of a kind was found in a region that is not the first. */
  hasFound(tenant: string, id: string, kind: Finding['kind'], region: string): Promise<boolean>;
  listFindings(tenant: string, id: string, cursor?: string): Promise<FindingPage>;
}
