import { parseSessionEvent } from '../../events/contract.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { sampleLivenessCheck } from '../sample-liveness-check.ts';
import { caseOpening } from '../wiring.ts';

const dependencies = caseOpening(readEnv(REVIEW_CASES_FUNCTIONS, 'sample-liveness-checks'));

/** Messages are events of sessions that passed their liveness check; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { tenant, session_id } = parseSessionEvent(body);
  await asTenant(tenant, () => sampleLivenessCheck(tenant, session_id, dependencies));
});
