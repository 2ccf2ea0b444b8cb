import { parseSessionEvent } from '../../events/contract.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { parseReviewCaseSettings } from '../contract.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { sampleLivenessCheck } from '../sample-liveness-check.ts';
import { openReviewCases } from '../wiring.ts';

const env = readEnv(REVIEW_CASES_FUNCTIONS, 'sample-liveness-checks');
const dependencies = {
  cases: openReviewCases(env),
  sessions: openSessions(env),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  settings: parseReviewCaseSettings(env.REVIEW_CASES),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

/** Messages are events of sessions that passed their liveness check; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { tenant, session_id } = parseSessionEvent(body);
  await asTenant(tenant, () => sampleLivenessCheck(tenant, session_id, dependencies));
});
