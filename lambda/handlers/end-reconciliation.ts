import { endReconciliationInput, endReconciliationOutput } from '../contract/reconciliations.ts';
import { log } from '../runtime/logger.ts';
import { openSecondRegion } from '../runtime/replication.ts';
import { readEnv } from '../runtime/settings.ts';
import { openReconciliations } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { endReconciliation } from '../use-cases/reconciliations.ts';

const env = readEnv('end-reconciliation');
const dependencies = {
  reconciliations: openReconciliations(env),
  ...openSecondRegion(env),
  clock: systemClock,
};

export const handler = taskHandler(
  'end-reconciliation',
  endReconciliationInput,
  endReconciliationOutput,
  (input) => endReconciliation(input, dependencies),
  log,
);
