import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openSecondRegion } from '../../replication/wiring.ts';
import { endReconciliationInput, endReconciliationOutput } from '../contract.ts';
import { RECONCILIATION_FUNCTIONS } from '../functions.ts';
import { endReconciliation } from '../reconciliations.ts';
import { openReconciliations } from '../wiring.ts';

const env = readEnv(RECONCILIATION_FUNCTIONS, 'end-reconciliation');
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
