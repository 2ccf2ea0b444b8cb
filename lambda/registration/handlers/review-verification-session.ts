import { documentClient, dynamoClient } from '../../platform/clients/dynamo.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { registrationExecution } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { reviewVerificationSession } from '../review-verification-session.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'review-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = httpHandler(
  'review-verification-session',
  REGISTRATION_FUNCTIONS['review-verification-session'].route,
  {
    execute: ({ caller, path, body }) => reviewVerificationSession(caller, path('id'), body, dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
