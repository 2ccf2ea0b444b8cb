import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { RECONCILIATION_FUNCTIONS } from '../functions.ts';
import { beginReconciliation } from '../reconciliations.ts';
import { reconciliationStart } from '../wiring.ts';

const env = readEnv(RECONCILIATION_FUNCTIONS, 'start-reconciliations');
const dependencies = reconciliationStart(env);

export const handler = scheduledHandler(
  'start-reconciliations',
  (tenant) => beginReconciliation(tenant, false, dependencies),
  log,
);
