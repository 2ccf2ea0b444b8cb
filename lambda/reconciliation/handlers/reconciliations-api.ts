import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { openSecondRegion } from '../../replication/wiring.ts';
import { RECONCILIATION_FUNCTIONS } from '../functions.ts';
import {
  createReconciliation,
  getReconciliation,
  listReconciliations,
  toReconciliationView,
} from '../reconciliations.ts';
import { reconciliationStart } from '../wiring.ts';

const env = readEnv(RECONCILIATION_FUNCTIONS, 'reconciliations-api');
const dependencies = { ...reconciliationStart(env), ...openSecondRegion(env) };

export const handler = apiHandler(
  RECONCILIATION_FUNCTIONS['reconciliations-api'].routes,
  {
    'create-reconciliation': presented(
      ({ caller, body }) => createReconciliation(caller, body.dry_run, dependencies),
      (reconciliation) => toReconciliationView(reconciliation),
    ),
    'list-reconciliations': ({ caller, query }) =>
      listReconciliations(caller, query, dependencies.reconciliations),
    'get-reconciliation': ({ caller, path }) => getReconciliation(caller, path('id'), dependencies),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
