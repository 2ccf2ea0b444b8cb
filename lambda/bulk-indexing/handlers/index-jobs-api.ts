import { toPage } from '../../kernel/page.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { pathAction } from '../../platform/path-action.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { indexJobAction } from '../contract.ts';
import type { IndexJob } from '../domain/index-job.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { toEndedIndexJobView, toIndexJobView, toNewIndexJobView } from '../index-job-view.ts';
import { changeIndexJob, createIndexJob, getIndexJob } from '../index-jobs.ts';
import { indexJobsApiDependencies } from '../wiring/index-jobs-api.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'index-jobs-api');
const dependencies = indexJobsApiDependencies(env);
const toView = (job: IndexJob) => toIndexJobView(job, dependencies.prices, systemClock());

export const handler = apiHandler(
  BULK_INDEXING_FUNCTIONS['index-jobs-api'].routes,
  {
    'create-index-job': presented(
      ({ caller, body }) => createIndexJob(caller, body, dependencies),
      // signed for every response, so that a repeated request gets valid forms
      (job) => toNewIndexJobView(job, dependencies),
    ),
    'list-index-jobs': async ({ caller, query }) => {
      const { jobs, lastId } = await dependencies.jobs.list(caller.tenant, query.limit, query.cursor);
      return toPage(jobs.map(toView), lastId);
    },
    'get-index-job': async ({ caller, path }) =>
      toEndedIndexJobView(await getIndexJob(caller, path('id'), dependencies.jobs), dependencies),
    'change-index-job': presented(
      ({ caller, path }) => {
        const action = pathAction(indexJobAction, path('action'), 'an index job');
        return changeIndexJob(caller, path('id'), action, dependencies);
      },
      (job) => toView(job),
    ),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
