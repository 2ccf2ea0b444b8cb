import { createDynamoReconciliationStore } from '../adapters/dynamo-reconciliation-store.ts';
import { endReconciliationInput, endReconciliationOutput } from '../contract/reconciliations.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { log } from '../runtime/logger.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { endReconciliation } from '../use-cases/reconciliations.ts';

const env = readEnv('end-reconciliation');
const dependencies = {
  reconciliations: createDynamoReconciliationStore(documentClient, env.CONTROL_TABLE, systemClock),
  clock: systemClock,
};

export const handler = taskHandler(
  'end-reconciliation',
  endReconciliationInput,
  endReconciliationOutput,
  (input) => endReconciliation(input, dependencies),
  log,
);
