import { parseGenerations } from '../../collections/contract.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { documentClient, dynamoClient } from '../../platform/clients/dynamo.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createVerificationSession } from '../create-verification-session.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'create-verification-session');
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
  SESSIONS_FUNCTIONS['create-verification-session'].route,
  {
    execute: ({ caller, body }) => createVerificationSession(caller, body, dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
