import { parseSessionEvent } from '../../events/contract.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { openCasesOfSession } from '../open-cases-of-session.ts';
import { caseOpening } from '../wiring.ts';

const dependencies = caseOpening(readEnv(REVIEW_CASES_FUNCTIONS, 'open-review-cases'));

/** Messages are events of sessions that were held; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { tenant, session_id } = parseSessionEvent(body);
  await asTenant(tenant, () => openCasesOfSession(tenant, session_id, dependencies));
});
