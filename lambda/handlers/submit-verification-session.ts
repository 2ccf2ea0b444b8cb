import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { registrationExecution } from '../contract/registration-workflow.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { openFaceAnalysis } from '../runtime/face-analysis.ts';
import { faceSearch } from '../runtime/face-search.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { readEnv } from '../runtime/settings.ts';
import { shadowReadRequests } from '../runtime/shadow-reads.ts';
import { systemClock } from '../runtime/system.ts';
import { authenticateUser } from '../use-cases/authenticate-user.ts';
import {
  type SubmitVerificationSessionDependencies,
  submitVerificationSession,
} from '../use-cases/submit-verification-session.ts';

const env = readEnv('submit-verification-session');
const shared = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  clock: systemClock,
  emit: emitMetric,
};
const authentication = {
  ...shared,
  ...faceSearch(rekognitionClient, env),
  ...shadowReadRequests(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: openFaceAnalysis(env),
};
const dependencies: SubmitVerificationSessionDependencies = {
  ...shared,
  authenticate: (session) => authenticateUser(session, authentication),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
};

export const handler = httpHandler(
  'submit-verification-session',
  {
    execute: ({ caller, path }) => submitVerificationSession(caller, path('id'), dependencies),
    present: (session) => session,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
