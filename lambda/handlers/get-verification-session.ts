import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { getVerificationSession } from '../use-cases/get-verification-session.ts';

const env = readEnv('get-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
};

export const handler = httpHandler(
  'get-verification-session',
  {
    execute: ({ caller, path }) => getVerificationSession(caller, path('id'), dependencies),
    present: (session) => session,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
