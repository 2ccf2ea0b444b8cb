import { documentClient, dynamoClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { cancelVerificationSession } from '../cancel-verification-session.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'cancel-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = httpHandler(
  'cancel-verification-session',
  SESSIONS_FUNCTIONS['cancel-verification-session'].route,
  {
    execute: ({ caller, path }) => cancelVerificationSession(caller, path('id'), dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
