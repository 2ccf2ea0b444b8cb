import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createSfnWorkflow } from '../adapters/sfn-workflow.ts';
import { registrationExecution } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sfnClient } from '../runtime/clients/sfn.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { scheduledHandler } from '../runtime/scheduled-handler.ts';
import { parsePolicy, parseTenants, readEnv } from '../runtime/settings.ts';
import { openEnrolments } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { sweepSessions } from '../use-cases/sweep-sessions.ts';

const env = readEnv('sweep-sessions');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
  enrolments: openEnrolments(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'sweep-sessions',
  parseTenants(env.TENANTS),
  (tenant) => sweepSessions(tenant, dependencies),
  log,
);
