import type { LedgerSeal } from '../domain/ledger-entry.ts';

/** Heads that can be neither changed nor deleted. */
export interface LedgerSeals {
  /** Puts a head. @returns false if there is one of its place in the chain */
  put(seal: LedgerSeal): Promise<boolean>;
  /** Returns all heads of a tenant. */
  list(tenant: string): Promise<readonly LedgerSeal[]>;
}
