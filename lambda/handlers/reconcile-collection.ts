import { createDynamoEnrolmentStore } from '../adapters/dynamo-enrolment-store.ts';
import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoGenerationRegistry } from '../adapters/dynamo-generation-registry.ts';
import { createDynamoRateLimiter } from '../adapters/dynamo-rate-limiter.ts';
import { createDynamoReconciledFaces } from '../adapters/dynamo-reconciled-faces.ts';
import { createDynamoReconciliationStore } from '../adapters/dynamo-reconciliation-store.ts';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { DEFAULT_CAPACITY_LIMITS } from '../contract/capacity.ts';
import { reconcileCollectionInput, reconcileCollectionOutput } from '../contract/reconciliations.ts';
import { documentClient, ownDocumentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parseQuotas, parseReconciliationPolicy, readEnv } from '../runtime/settings.ts';
import { systemClock, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { reconcileCollection } from '../use-cases/reconcile-collection.ts';

const env = readEnv('reconcile-collection');
const tables = { control: env.CONTROL_TABLE, faceMapping: env.FACE_MAPPING_TABLE };
const listedGenerations = parseGenerations(env.GENERATIONS);
const quotas = parseQuotas(env.RATE_LIMITS);
const dependencies = {
  inventory: createRekognitionCollectionInventory(singleAttemptRekognitionClient, measured),
  collections: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: createDynamoReconciledFaces(documentClient, tables, listedGenerations),
  enrolments: createDynamoEnrolmentStore(documentClient, env.CONTROL_TABLE, systemClock),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  reconciliations: createDynamoReconciliationStore(documentClient, env.CONTROL_TABLE, systemClock),
  generations: createDynamoGenerationRegistry(documentClient, env.CONTROL_TABLE, listedGenerations),
  limiter: createDynamoRateLimiter(ownDocumentClient, env.CONTROL_TABLE, quotas, systemClock),
  wait: systemWait,
  policy: parseReconciliationPolicy(env.RECONCILIATION_POLICY),
  facesPerCollection: DEFAULT_CAPACITY_LIMITS.faceVectorsPerCollection,
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'reconcile-collection',
  reconcileCollectionInput,
  reconcileCollectionOutput,
  (input) => reconcileCollection(input, dependencies),
  log,
);
