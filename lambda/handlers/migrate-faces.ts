import { createDynamoFaceGivingWay } from '../adapters/dynamo-face-giving-way.ts';
import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createSqsMessageQueue } from '../adapters/sqs-message-queue.ts';
import { migrateFacesOutput, migrationInput } from '../contract/migrations.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { openCollections } from '../runtime/collections.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { parseGenerations, parsePolicy, readEnv } from '../runtime/settings.ts';
import {
  mappingTables,
  openEnrolments,
  openMigrations,
  openMissingImages,
  openRateLimiter,
  openUserVectorRequests,
} from '../runtime/stores.ts';
import { newIdentifier, systemClock, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { migrateFaces } from '../use-cases/migrate-faces.ts';

const env = readEnv('migrate-faces');
const dependencies = {
  migrations: openMigrations(env),
  missing: openMissingImages(env),
  enrolments: openEnrolments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  ...openCollections(singleAttemptRekognitionClient),
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  givingWay: createDynamoFaceGivingWay(documentClient, mappingTables(env)),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  limiter: openRateLimiter(env),
  wait: systemWait,
  collectionPrefix: env.COLLECTION_PREFIX,
  declared: parseGenerations(env.GENERATIONS),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = taskHandler(
  'migrate-faces',
  migrationInput,
  migrateFacesOutput,
  (input) => migrateFaces(input, dependencies),
  log,
);
