import { createDynamoReconciliationStore } from '../adapters/dynamo-reconciliation-store.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { reconciliationExecution } from '../contract/reconciliations.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { log } from '../runtime/logger.ts';
import { scheduledHandler } from '../runtime/scheduled-handler.ts';
import { parseGenerations, parseTenants, readEnv } from '../runtime/settings.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { beginReconciliation } from '../use-cases/reconciliations.ts';

const env = readEnv('start-reconciliations');
const dependencies = {
  reconciliations: createDynamoReconciliationStore(documentClient, env.CONTROL_TABLE, systemClock),
  workflow: createSfnWorkflow(sfnClient, env.RECONCILIATION_STATE_MACHINE_ARN, reconciliationExecution),
  generations: parseGenerations(env.GENERATIONS),
  collectionPrefix: env.COLLECTION_PREFIX,
  clock: systemClock,
  newIdentifier,
};

export const handler = scheduledHandler(
  'start-reconciliations',
  parseTenants(env.TENANTS),
  (tenant) => beginReconciliation(tenant, false, dependencies),
  log,
);
