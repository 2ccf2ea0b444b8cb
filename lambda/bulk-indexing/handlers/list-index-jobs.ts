import { parsePolicy } from '../../kernel/policy.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { toIndexJobView } from '../index-job-view.ts';
import { openIndexJobs } from '../wiring.ts';

const env = readEnv(BULK_INDEXING_FUNCTIONS, 'list-index-jobs');
const jobs = openIndexJobs(env);
const { prices_usd } = parsePolicy(env.VERIFICATION_POLICY);

export const handler = httpHandler(
  'list-index-jobs',
  BULK_INDEXING_FUNCTIONS['list-index-jobs'].route,
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
