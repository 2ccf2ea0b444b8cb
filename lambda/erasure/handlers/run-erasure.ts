import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { erasureMessage } from '../contract.ts';
import { ERASURE_FUNCTIONS } from '../functions.ts';
import { runErasure } from '../run-erasure.ts';
import { runErasureDependencies } from '../wiring/run-erasure.ts';

const env = readEnv(ERASURE_FUNCTIONS, 'run-erasure');
const dependencies = runErasureDependencies(env);

/** Messages name erasures; one whose pass failed is delivered again. */
export const handler = queueHandler(async (body) => {
  const { tenant, id } = erasureMessage.parse(JSON.parse(body));
  await asTenant(tenant, () => runErasure(tenant, id, dependencies));
});
