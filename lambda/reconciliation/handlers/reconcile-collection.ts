import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { COLLECTION_LIMITS, isConfigured } from '../../collections/contract.ts';
import { openGenerationRoles } from '../../collections/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables, openEnrollments } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openTombstones } from '../../tombstones/wiring.ts';
import { createDynamoReconciledFaces } from '../adapters/dynamo-reconciled-faces.ts';
import {
  parseReconciliationPolicy,
  reconcileCollectionInput,
  reconcileCollectionOutput,
} from '../contract.ts';
import { RECONCILIATION_FUNCTIONS } from '../functions.ts';
import { reconcileCollection } from '../reconcile-collection.ts';
import { openReconciledRegions, openReconciliations } from '../wiring.ts';

const env = readEnv(RECONCILIATION_FUNCTIONS, 'reconcile-collection');
const listedGenerations = readGenerations(env);
const ofRegion = openReconciledRegions(env);
const shared = {
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: createDynamoReconciledFaces(documentClient, mappingTables(env), listedGenerations),
  enrollments: openEnrollments(env),
  tombstones: openTombstones(env),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  reconciliations: openReconciliations(env),
  generations: openGenerationRoles(env),
  isConfigured: (tenant: string, collection: string) => isConfigured(listedGenerations, tenant, collection),
  wait: systemWait,
  policy: parseReconciliationPolicy(env.RECONCILIATION_POLICY),
  facesPerCollection: COLLECTION_LIMITS.faceVectorsPerCollection,
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
