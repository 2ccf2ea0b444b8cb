import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { changeReviewCase } from '../change-review-case.ts';
import { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { getReviewCase } from '../get-review-case.ts';
import { listReviewCases } from '../list-review-cases.ts';
import { findCaseImage, showCaseImage } from '../view-case-image.ts';
import { reviewCasesApiDependencies } from '../wiring/review-cases-api.ts';

const env = readEnv(REVIEW_CASES_FUNCTIONS, 'review-cases-api');
const dependencies = reviewCasesApiDependencies(env);

export const handler = apiHandler(
  REVIEW_CASES_FUNCTIONS['review-cases-api'].routes,
  {
    'list-review-cases': ({ caller, query }) => listReviewCases(caller, query, dependencies),
    'get-review-case': ({ caller, path }) => getReviewCase(caller, path('id'), dependencies),
    'assign-review-case': ({ caller, path, body }) => {
      const { assignee = caller.subject } = body;
      return changeReviewCase(caller, path('id'), { name: 'assign', assignee }, dependencies);
    },
    'unassign-review-case': ({ caller, path }) =>
      changeReviewCase(caller, path('id'), { name: 'unassign' }, dependencies),
    'add-review-case-note': ({ caller, path, body }) =>
      changeReviewCase(caller, path('id'), { name: 'note', text: body.text }, dependencies),
    'decide-review-case': ({ caller, path, body: { revision, ...given } }) =>
      changeReviewCase(caller, path('id'), { name: 'decide', ...given }, dependencies, revision),
    'reopen-review-case': ({ caller, path }) =>
      changeReviewCase(caller, path('id'), { name: 'reopen' }, dependencies),
    'view-review-case-image': presented(
      ({ caller, path }) => findCaseImage(caller, path('id'), path('image'), dependencies),
      // signed for every response: a stored URL would open longer than it says
      (image) => showCaseImage(image, dependencies),
    ),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
