import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { getVerificationReport } from '../get-verification-report.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'get-verification-report');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-verification-report',
  SESSIONS_FUNCTIONS['get-verification-report'].route,
  {
    execute: ({ caller, path }) => getVerificationReport(caller, path('id'), dependencies),
    present: (report) => report,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
