import { describe, expect, it } from 'vitest';
import { recordFinding } from '../../../lambda/reconciliation/record-finding.ts';
import { aVisit, COLLECTION } from '../../support/lambda/a-reconciled-collection.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

async function record(collection_id: string) {
  const recorded: unknown[] = [];
  const { emit, metrics } = recordedMetrics();
  const reconciliations = {
    record: async (...args: readonly unknown[]) => {
      recorded.push(args);
    },
  };
  const found = { kind: 'orphan_face', collection_id, face_id: 'face-1', outcome: 'deleted' } as const;
  await recordFinding(aVisit(), found, { reconciliations, clock: () => NOON, emit });
  return { recorded, metrics };
}
const FINDING = {
  kind: 'orphan_face',
  collection_id: COLLECTION,
  face_id: 'face-1',
  outcome: 'deleted',
  found_at: NOON.toISOString(),
};

describe('a finding', () => {
  it('is written down with its time, and counted', async () => {
    expect(await record(COLLECTION)).toEqual({
      recorded: [[TENANT, 'rec_1', FINDING]],
      metrics: [
        { name: 'ReconciliationFinding', value: 1, dimensions: { Kind: 'orphan_face', Outcome: 'deleted' } },
      ],
    });
  });

  it('of a second region names the region beside the collection', async () => {
    const { recorded } = await record(`eu-central-1/${COLLECTION}`);
    expect(recorded).toEqual([[TENANT, 'rec_1', { ...FINDING, region: 'eu-central-1' }]]);
  });
});
