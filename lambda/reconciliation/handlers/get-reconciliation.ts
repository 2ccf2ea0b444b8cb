import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { RECONCILIATION_FUNCTIONS } from '../functions.ts';
import { getReconciliation } from '../reconciliations.ts';
import { openReconciliations } from '../wiring.ts';

const env = readEnv(RECONCILIATION_FUNCTIONS, 'get-reconciliation');
const reconciliations = openReconciliations(env);

export const handler = httpHandler(
  'get-reconciliation',
  RECONCILIATION_FUNCTIONS['get-reconciliation'].route,
  {
    execute: ({ caller, path }) => getReconciliation(caller, path('id'), reconciliations),
    present: (view) => view,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
