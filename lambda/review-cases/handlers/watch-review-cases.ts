import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { watchReviewCases } from '../watch-review-cases.ts';
import { caseOpening } from '../wiring.ts';

const dependencies = caseOpening(readEnv(REVIEW_CASES_FUNCTIONS, 'watch-review-cases'));

export const handler = scheduledHandler(
  'watch-review-cases',
  (tenant) => watchReviewCases(tenant, dependencies),
  log,
);
