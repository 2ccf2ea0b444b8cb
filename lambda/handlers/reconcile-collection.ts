import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoReconciledFaces } from '../adapters/dynamo-reconciled-faces.ts';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { DEFAULT_CAPACITY_LIMITS } from '../contract/capacity.ts';
import { reconcileCollectionInput, reconcileCollectionOutput } from '../contract/reconciliations.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parseReconciliationPolicy, readEnv } from '../runtime/settings.ts';
import { openEnrolments, openGenerations, openRateLimiter, openReconciliations } from '../runtime/stores.ts';
import { newIdentifier, systemClock, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { reconcileCollection } from '../use-cases/reconcile-collection.ts';

const env = readEnv('reconcile-collection');
const tables = { control: env.CONTROL_TABLE, faceMapping: env.FACE_MAPPING_TABLE };
const listedGenerations = parseGenerations(env.GENERATIONS);
const dependencies = {
  inventory: createRekognitionCollectionInventory(singleAttemptRekognitionClient, measured),
  collections: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured),
  users: createRekognitionUserCollections(singleAttemptRekognitionClient, measured),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: createDynamoReconciledFaces(documentClient, tables, listedGenerations),
  enrolments: openEnrolments(env),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  reconciliations: openReconciliations(env),
  generations: openGenerations(env),
  limiter: openRateLimiter(env),
  wait: systemWait,
  policy: parseReconciliationPolicy(env.RECONCILIATION_POLICY),
  facesPerCollection: DEFAULT_CAPACITY_LIMITS.faceVectorsPerCollection,
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = taskHandler(
  'reconcile-collection',
  reconcileCollectionInput,
  reconcileCollectionOutput,
  (input) => reconcileCollection(input, dependencies),
  log,
);
