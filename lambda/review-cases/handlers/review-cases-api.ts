import { apiHandler } from '../../platform/api-handler.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { listReviewCases } from '../list-review-cases.ts';
import { openReviewCases } from '../wiring.ts';

const env = readEnv(REVIEW_CASES_FUNCTIONS, 'review-cases-api');
const dependencies = { cases: openReviewCases(env), clock: systemClock };

export const handler = apiHandler(
  REVIEW_CASES_FUNCTIONS['review-cases-api'].routes,
  { 'list-review-cases': ({ caller, query }) => listReviewCases(caller, query, dependencies) },
  httpDependencies(env, openCallLimiter(env)),
);
