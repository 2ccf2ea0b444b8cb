import { parsePolicy } from '../../kernel/policy.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { parseReviewCaseSettings } from '../contract.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { watchReviewCases } from '../watch-review-cases.ts';
import { openReviewCases } from '../wiring.ts';

const env = readEnv(REVIEW_CASES_FUNCTIONS, 'watch-review-cases');
const dependencies = {
  cases: openReviewCases(env),
  sessions: openSessions(env),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  settings: parseReviewCaseSettings(env.REVIEW_CASES),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'watch-review-cases',
  (tenant) => watchReviewCases(tenant, dependencies),
  log,
);
