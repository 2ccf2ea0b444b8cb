import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { parseWithdrawnConsent } from '../contract.ts';
import { ERASURE_FUNCTIONS } from '../functions.ts';
import { startErasureOfWithdrawal } from '../start-erasure-of-withdrawal.ts';
import { erasureRequests } from '../wiring.ts';

const dependencies = erasureRequests(readEnv(ERASURE_FUNCTIONS, 'start-erasures'));

/** Messages are events of withdrawn consents; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const withdrawn = parseWithdrawnConsent(body);
  await asTenant(withdrawn.tenant, () => startErasureOfWithdrawal(withdrawn, dependencies));
});
