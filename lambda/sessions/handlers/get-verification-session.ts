import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { getVerificationSession } from '../get-verification-session.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'get-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-verification-session',
  SESSIONS_FUNCTIONS['get-verification-session'].route,
  {
    execute: ({ caller, path }) => getVerificationSession(caller, path('id'), dependencies),
    present: (session) => session,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
