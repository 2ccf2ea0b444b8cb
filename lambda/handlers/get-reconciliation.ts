import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { openReconciliations } from '../runtime/stores.ts';
import { getReconciliation } from '../use-cases/reconciliations.ts';

const env = readEnv('get-reconciliation');
const reconciliations = openReconciliations(env);

export const handler = httpHandler(
  'get-reconciliation',
  {
    execute: ({ caller, path }) => getReconciliation(caller, path('id'), reconciliations),
    present: (view) => view,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
