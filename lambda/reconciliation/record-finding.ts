import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { collectionName, regionOfCollection } from '../kernel/tenancy.ts';
import type { ReconcileCollectionInput } from './contract.ts';
import type { Finding } from './domain/reconciliation.ts';
import type { ReconciliationStore } from './ports/reconciliation-store.ts';

/** Records and counts a finding and its repair. */
export async function recordFinding(
  { tenant, reconciliation_id }: ReconcileCollectionInput,
  found: Omit<Finding, 'found_at'>,
  {
    reconciliations,
    clock,
    emit,
  }: {
    readonly reconciliations: Pick<ReconciliationStore, 'record'>;
    readonly clock: Clock;
    readonly emit: EmitMetric;
  },
): Promise<void> {
  const region = regionOfCollection(found.collection_id);
  await reconciliations.record(tenant, reconciliation_id, {
    ...found,
    ...(region === undefined ? {} : { region, collection_id: collectionName(found.collection_id) }),
    found_at: clock().toISOString(),
  });
  emit('ReconciliationFinding', 1, { Kind: found.kind, Outcome: found.outcome });
}
