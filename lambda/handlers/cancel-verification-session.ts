import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { cancelVerificationSession } from '../use-cases/cancel-verification-session.ts';

const env = readEnv('cancel-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = httpHandler(
  'cancel-verification-session',
  {
    execute: ({ caller, path }) => cancelVerificationSession(caller, path('id'), dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
