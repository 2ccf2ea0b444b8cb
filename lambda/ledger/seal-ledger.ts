import type { Clock } from '../kernel/ports/clock.ts';
import type { LedgerHead } from './domain/ledger-entry.ts';
import type { LedgerSeals } from './ports/ledger-seals.ts';
import type { LedgerStore } from './ports/ledger-store.ts';

export interface SealDependencies {
  readonly seals: Pick<LedgerSeals, 'put'>;
  readonly clock: Clock;
}

/** Seals a head, once. */
export const sealHead = (
  tenant: string,
  { sequence, hash }: LedgerHead,
  { seals, clock }: SealDependencies,
): Promise<boolean> => seals.put({ tenant, sequence, hash, sealed_at: clock().toISOString() });

/**
 * Seals the end of a tenant's chain. A chain that has not grown since is sealed already.
 * @returns whether a seal was added
 */
export async function sealLedger(
  tenant: string,
  dependencies: SealDependencies & { readonly ledger: Pick<LedgerStore, 'head'> },
): Promise<boolean> {
  const head = await dependencies.ledger.head(tenant);
  return head !== undefined && sealHead(tenant, head, dependencies);
}
