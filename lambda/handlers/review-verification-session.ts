import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { registrationExecution } from '../contract/registration-workflow.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { reviewVerificationSession } from '../use-cases/review-verification-session.ts';

const env = readEnv('review-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = httpHandler(
  'review-verification-session',
  {
    execute: ({ caller, path, body }) => reviewVerificationSession(caller, path('id'), body, dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
