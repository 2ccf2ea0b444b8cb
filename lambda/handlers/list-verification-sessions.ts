import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { listVerificationSessions } from '../use-cases/list-verification-sessions.ts';

const env = readEnv('list-verification-sessions');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
};

export const handler = httpHandler(
  'list-verification-sessions',
  {
    execute: ({ caller, query }) => listVerificationSessions(caller, query, dependencies),
    present: (page) => page,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
