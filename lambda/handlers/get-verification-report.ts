import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { getVerificationReport } from '../use-cases/get-verification-report.ts';

const env = readEnv('get-verification-report');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-verification-report',
  {
    execute: ({ caller, path }) => getVerificationReport(caller, path('id'), dependencies),
    present: (report) => report,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
