import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoReconciledFaces } from '../adapters/dynamo-reconciled-faces.ts';
import { createRekognitionCollectionInventory } from '../adapters/rekognition-collection-inventory.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { DEFAULT_CAPACITY_LIMITS } from '../contract/capacity.ts';
import { reconcileCollectionInput, reconcileCollectionOutput } from '../contract/reconciliations.ts';
import { regionOfCollection } from '../contract/tenancy.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { rekognitionClientOf } from '../runtime/clients/second-rekognition.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { openSecondRegion } from '../runtime/replication.ts';
import { parseGenerations, parseReconciliationPolicy, readEnv } from '../runtime/settings.ts';
import {
  mappingTables,
  openEnrolments,
  openGenerations,
  openRateLimiter,
  openReconciliations,
  openReplicationRequests,
  openSecondRateLimiter,
} from '../runtime/stores.ts';
import { newIdentifier, systemClock, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { reconcileCollection } from '../use-cases/reconcile-collection.ts';

const env = readEnv('reconcile-collection');
const tables = mappingTables(env);
const listedGenerations = parseGenerations(env.GENERATIONS);
const { second } = openSecondRegion(env);
const mappings = createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE);
const shared = {
  mappings,
  faces: createDynamoReconciledFaces(documentClient, tables, listedGenerations),
  enrolments: openEnrolments(env),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  reconciliations: openReconciliations(env),
  generations: openGenerations(env),
  wait: systemWait,
  policy: parseReconciliationPolicy(env.RECONCILIATION_POLICY),
  facesPerCollection: DEFAULT_CAPACITY_LIMITS.faceVectorsPerCollection,
  newIdentifier,
  clock: systemClock,
  emit: emitMetric,
};
const inRegion = (client: typeof singleAttemptRekognitionClient, limiter: RateLimiter) => ({
  ...shared,
  inventory: createRekognitionCollectionInventory(client, measured),
  collections: createRekognitionFaceCollections(client, measured),
  users: createRekognitionUserCollections(client, measured),
  limiter,
});
const inFirst = inRegion(singleAttemptRekognitionClient, openRateLimiter(env));
const inSecond = second
  ? {
      ...inRegion(rekognitionClientOf(second.region), openSecondRateLimiter(env, second)),
      second: {
        mappings,
        replicas: second.replicas,
        replications: openReplicationRequests(env),
        newIdentifier,
      },
    }
  : undefined;

export const handler = taskHandler(
  'reconcile-collection',
  reconcileCollectionInput,
  reconcileCollectionOutput,
  (input) => {
    const dependencies = regionOfCollection(input.collection_id) === undefined ? inFirst : inSecond;
    if (!dependencies) throw new Error(`${input.collection_id} is in a region that the deployment has not`);
    return reconcileCollection(input, dependencies);
  },
  log,
);
