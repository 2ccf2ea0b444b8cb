import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoReconciledFaces } from '../adapters/dynamo-reconciled-faces.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { DEFAULT_CAPACITY_LIMITS } from '../contract/capacity.ts';
import { reconcileCollectionInput, reconcileCollectionOutput } from '../contract/reconciliations.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { openReconciledRegions } from '../runtime/reconciled-regions.ts';
import { parseGenerations, parseReconciliationPolicy, readEnv } from '../runtime/settings.ts';
import { mappingTables, openEnrolments, openGenerations, openReconciliations } from '../runtime/stores.ts';
import { newIdentifier, systemClock, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { reconcileCollection } from '../use-cases/reconcile-collection.ts';

const env = readEnv('reconcile-collection');
const listedGenerations = parseGenerations(env.GENERATIONS);
const ofRegion = openReconciledRegions(env);
const shared = {
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: createDynamoReconciledFaces(documentClient, mappingTables(env), listedGenerations),
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

export const handler = taskHandler(
  'reconcile-collection',
  reconcileCollectionInput,
  reconcileCollectionOutput,
  (input) => reconcileCollection(input, { ...shared, ...ofRegion(input.collection_id) }),
  log,
);
