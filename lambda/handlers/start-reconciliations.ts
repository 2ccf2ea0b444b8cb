import { log } from '../runtime/logger.ts';
import { reconciliationStart } from '../runtime/reconciliations.ts';
import { scheduledHandler } from '../runtime/scheduled-handler.ts';
import { parseTenants, readEnv } from '../runtime/settings.ts';
import { beginReconciliation } from '../use-cases/reconciliations.ts';

const env = readEnv('start-reconciliations');
const dependencies = reconciliationStart(env);

export const handler = scheduledHandler(
  'start-reconciliations',
  parseTenants(env.TENANTS),
  (tenant) => beginReconciliation(tenant, false, dependencies),
  log,
);
