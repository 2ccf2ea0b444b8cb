import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { parseGenerations, parsePolicy, readEnv } from '../runtime/settings.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { createVerificationSession } from '../use-cases/create-verification-session.ts';

const env = readEnv('create-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  generations: parseGenerations(env.GENERATIONS),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = httpHandler(
  'create-verification-session',
  {
    execute: ({ caller, body }) => createVerificationSession(caller, body, dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
