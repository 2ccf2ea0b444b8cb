import { createDynamoEnrolmentStore } from '../adapters/dynamo-enrolment-store.ts';
import { createDynamoGenerationRegistry } from '../adapters/dynamo-generation-registry.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createDynamoUserVectorRequests } from '../adapters/dynamo-user-vector-requests.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { searchDuplicateFacesInput, searchDuplicateFacesOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parsePolicy, readEnv } from '../runtime/settings.ts';
import { systemClock, systemTimeout, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { searchDuplicateFaces } from '../use-cases/search-duplicate-faces.ts';

const env = readEnv('search-duplicate-faces');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: createDynamoEnrolmentStore(documentClient, env.CONTROL_TABLE, systemClock),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  users: createRekognitionUserCollections(rekognitionClient, measured),
  vectorRequests: createDynamoUserVectorRequests(documentClient, env.CONTROL_TABLE, systemClock),
  collectionPrefix: env.COLLECTION_PREFIX,
  generations: createDynamoGenerationRegistry(
    documentClient,
    env.CONTROL_TABLE,
    parseGenerations(env.GENERATIONS),
  ),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  wait: systemWait,
  timeout: systemTimeout,
  emit: emitMetric,
};

export const handler = taskHandler(
  'search-duplicate-faces',
  searchDuplicateFacesInput,
  searchDuplicateFacesOutput,
  (input) => searchDuplicateFaces(input, dependencies),
  log,
);
