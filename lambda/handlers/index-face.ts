import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { indexFaceInput, indexFaceOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { openEnrolments, openGenerations } from '../runtime/stores.ts';
import { newIdentifier, systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { indexFace } from '../use-cases/index-face.ts';

const env = readEnv('index-face');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: openEnrolments(env),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  collections: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured),
  collectionPrefix: env.COLLECTION_PREFIX,
  generations: openGenerations(env),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = taskHandler(
  'index-face',
  indexFaceInput,
  indexFaceOutput,
  (input) => indexFace(input, dependencies),
  log,
);
