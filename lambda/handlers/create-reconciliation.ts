import { dynamoClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { reconciliationStart } from '../runtime/reconciliations.ts';
import { readEnv } from '../runtime/settings.ts';
import { createReconciliation, toReconciliationView } from '../use-cases/reconciliations.ts';

const env = readEnv('create-reconciliation');
const dependencies = reconciliationStart(env);

export const handler = httpHandler(
  'create-reconciliation',
  {
    execute: ({ caller, body }) => createReconciliation(caller, body.dry_run, dependencies),
    present: (reconciliation) => toReconciliationView(reconciliation),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
