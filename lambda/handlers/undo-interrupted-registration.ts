import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { parseInterruptedExecution } from '../contract/interrupted-execution.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { measured } from '../runtime/rekognition.ts';
import { readEnv } from '../runtime/settings.ts';
import { openEnrolments } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { undoInterruptedRegistration } from '../use-cases/undo-interrupted-registration.ts';

const env = readEnv('undo-interrupted-registration');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: openEnrolments(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  clock: systemClock,
  emit: emitMetric,
};

/** Messages are events of executions that were stopped or timed out; those that fail come back by themselves. */
export const handler = queueHandler(async (body) => {
  const { status, registration } = parseInterruptedExecution(body);
  await asTenant(registration.tenant, () => undoInterruptedRegistration(registration, status, dependencies));
  log.info('interruptedRegistrationUndone', { session_id: registration.session_id });
});
