import { createDynamoReconciliationStore } from '../adapters/dynamo-reconciliation-store.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { reconciliationExecution } from '../contract/reconciliations.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { parseGenerations, readEnv } from '../runtime/settings.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { createReconciliation, toReconciliationView } from '../use-cases/reconciliations.ts';

const env = readEnv('create-reconciliation');
const dependencies = {
  reconciliations: createDynamoReconciliationStore(documentClient, env.CONTROL_TABLE, systemClock),
  workflow: createSfnWorkflow(sfnClient, env.RECONCILIATION_STATE_MACHINE_ARN, reconciliationExecution),
  generations: parseGenerations(env.GENERATIONS),
  collectionPrefix: env.COLLECTION_PREFIX,
  clock: systemClock,
  newIdentifier,
};

export const handler = httpHandler(
  'create-reconciliation',
  {
    execute: ({ caller, body }) => createReconciliation(caller, body.dry_run, dependencies),
    present: (reconciliation) => toReconciliationView(reconciliation),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
