import { createDynamoEnrolmentStore } from '../adapters/dynamo-enrolment-store.ts';
import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoMigrationStore } from '../adapters/dynamo-migration-store.ts';
import { createDynamoRateLimiter } from '../adapters/dynamo-rate-limiter.ts';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { migrateFacesOutput, migrationInput } from '../contract/migrations.ts';
import { documentClient, ownDocumentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parseQuotas, readEnv } from '../runtime/settings.ts';
import { newIdentifier, systemClock, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { migrateFaces } from '../use-cases/migrate-faces.ts';

const env = readEnv('migrate-faces');
const quotas = parseQuotas(env.RATE_LIMITS);
const dependencies = {
  migrations: createDynamoMigrationStore(
    documentClient,
    {
      control: env.CONTROL_TABLE,
      faceMapping: env.FACE_MAPPING_TABLE,
    },
    parseGenerations(env.GENERATIONS),
  ),
  enrolments: createDynamoEnrolmentStore(documentClient, env.CONTROL_TABLE, systemClock),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  collections: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured),
  inventory: createRekognitionCollectionInventory(singleAttemptRekognitionClient, measured),
  limiter: createDynamoRateLimiter(ownDocumentClient, env.CONTROL_TABLE, quotas, systemClock),
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
