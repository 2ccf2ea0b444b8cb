import type { ReconcileCollectionInput } from '../contract/reconciliations.ts';
import { collectionName, regionOfCollection } from '../contract/tenancy.ts';
import type { Finding } from '../domain/reconciliation.ts';
import type { Clock } from '../ports/clock.ts';
import type { EmitMetric } from '../ports/metrics.ts';
import type { ReconciliationStore } from '../ports/reconciliation-store.ts';

/** Writes down and counts what a reconciliation found and did about it. */
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
