import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { reconciliationExecution } from '../contract/reconciliations.ts';
import { sfnClient } from './clients/sfn.ts';
import { parseGenerations, parseSecondRegion } from './settings.ts';
import { openReconciliations } from './stores.ts';
import { newIdentifier, systemClock } from './system.ts';

interface ReconciliationSettings {
  readonly CONTROL_TABLE: string;
  readonly GENERATIONS: string;
  readonly COLLECTION_PREFIX: string;
  readonly RECONCILIATION_STATE_MACHINE_ARN: string;
  readonly SECOND_REGION?: string | undefined;
}

const secondRegionOf = ({ SECOND_REGION }: ReconciliationSettings): { readonly secondRegion?: string } => {
  const second = parseSecondRegion(SECOND_REGION);
  return second ? { secondRegion: second.region } : {};
};

/** What beginning a reconciliation needs, on a schedule as by a request. */
export const reconciliationStart = (settings: ReconciliationSettings) => ({
  ...secondRegionOf(settings),
  reconciliations: openReconciliations(settings),
  workflow: createSfnWorkflow(sfnClient, settings.RECONCILIATION_STATE_MACHINE_ARN, reconciliationExecution),
  generations: parseGenerations(settings.GENERATIONS),
  collectionPrefix: settings.COLLECTION_PREFIX,
  clock: systemClock,
  newIdentifier,
});
