import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createSfnRegistrationWorkflow } from '../adapters/sfn-registration-workflow.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { submitVerificationSession } from '../use-cases/submit-verification-session.ts';

const env = readEnv('submit-verification-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  workflow: createSfnRegistrationWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN),
  clock: systemClock,
};

export const handler = httpHandler(
  'submit-verification-session',
  {
    execute: ({ caller, path }) => submitVerificationSession(caller, path('id'), dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
