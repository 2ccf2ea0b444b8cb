import { dynamoClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { readEnv } from '../../platform/read-env.ts';
import { RECONCILIATION_FUNCTIONS } from '../functions.ts';
import { createReconciliation, toReconciliationView } from '../reconciliations.ts';
import { reconciliationStart } from '../wiring.ts';

const env = readEnv(RECONCILIATION_FUNCTIONS, 'create-reconciliation');
const dependencies = reconciliationStart(env);

export const handler = httpHandler(
  'create-reconciliation',
  RECONCILIATION_FUNCTIONS['create-reconciliation'].route,
  {
    execute: ({ caller, body }) => createReconciliation(caller, body.dry_run, dependencies),
    present: (reconciliation) => toReconciliationView(reconciliation),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
