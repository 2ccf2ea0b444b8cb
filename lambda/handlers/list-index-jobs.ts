import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openIndexJobs } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { toIndexJobView } from '../use-cases/index-job-view.ts';

const env = readEnv('list-index-jobs');
const jobs = openIndexJobs(env);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'list-index-jobs',
  {
    execute: ({ caller, query }) => jobs.list(caller.tenant, query.limit, query.cursor),
    present: (page) => ({
      data: page.jobs.map((job) => toIndexJobView(job, prices_usd, systemClock())),
      has_more: page.lastId !== undefined,
      next_cursor: page.lastId ?? null,
    }),
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
