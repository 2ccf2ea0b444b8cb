import { documentClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { listVerificationSessions } from '../list-verification-sessions.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'list-verification-sessions');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
};

export const handler = httpHandler(
  'list-verification-sessions',
  SESSIONS_FUNCTIONS['list-verification-sessions'].route,
  {
    execute: ({ caller, query }) => listVerificationSessions(caller, query, dependencies),
    present: (page) => page,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
