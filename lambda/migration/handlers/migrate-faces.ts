import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables, openEnrollments, openMissingImages } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { openTombstones } from '../../tombstones/wiring.ts';
import { createDynamoFaceEviction } from '../../user-vectors/adapters/dynamo-face-eviction.ts';
import { openCollections, openUserVectorRequests } from '../../user-vectors/wiring.ts';
import { migrateFacesOutput, migrationInput } from '../contract.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { migrateFaces } from '../migrate-faces.ts';
import { openMigrations } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'migrate-faces');
const dependencies = {
  migrations: openMigrations(env),
  missing: openMissingImages(env),
  tombstones: openTombstones(env),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  ...openCollections(singleAttemptRekognitionClient),
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  evictions: createDynamoFaceEviction(documentClient, mappingTables(env)),
  policy: readStagePolicy(env),
  limiter: openRateLimiter(env),
  wait: systemWait,
  collectionPrefix: env.COLLECTION_PREFIX,
  declared: readGenerations(env),
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
