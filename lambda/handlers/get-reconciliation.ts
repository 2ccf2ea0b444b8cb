import { createDynamoReconciliationStore } from '../adapters/dynamo-reconciliation-store.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { getReconciliation } from '../use-cases/reconciliations.ts';

const env = readEnv('get-reconciliation');
const reconciliations = createDynamoReconciliationStore(documentClient, env.CONTROL_TABLE, systemClock);

export const handler = httpHandler(
  'get-reconciliation',
  {
    execute: ({ caller, path }) => getReconciliation(caller, path('id'), reconciliations),
    present: (view) => view,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
