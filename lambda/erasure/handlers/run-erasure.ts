import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { createDynamoClaimRelease } from '../../bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { watchlistsOf } from '../../collections/contract.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables, openEnrollments, openFaceDeletions } from '../../enrollment/wiring.ts';
import { createS3ImageErasure } from '../../images/adapters/s3-image-erasure.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { parseSecondRegion } from '../../replication/contract.ts';
import { openReplication, openReplicationRequests } from '../../replication/wiring.ts';
import { openSessions, openTransitions } from '../../sessions/wiring.ts';
import { openTokenSigner } from '../../signing/wiring.ts';
import { createUserVectors } from '../../user-vectors/user-vectors.ts';
import { openCollections, openUserVectorRequests } from '../../user-vectors/wiring.ts';
import { createDynamoFaceRemoval } from '../../users/adapters/dynamo-face-removal.ts';
import { openWatchlistEntries } from '../../watchlist/wiring.ts';
import { createDynamoRows } from '../adapters/dynamo-rows.ts';
import { createErasureStores } from '../adapters/erasure-stores.ts';
import { erasureMessage } from '../contract.ts';
import { ERASURE_FUNCTIONS } from '../functions.ts';
import { runErasure } from '../run-erasure.ts';
import { openErasureQueue, openErasures, openWrittenTombstones } from '../wiring.ts';

const env = readEnv(ERASURE_FUNCTIONS, 'run-erasure');
const generations = readGenerations(env);
const { collections, users } = openCollections(singleAttemptRekognitionClient);
const shared = {
  generations,
  collections,
  users,
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  limiter: openRateLimiter(env),
  wait: systemWait,
  newRevision: () => newIdentifier(ID_PREFIXES.userVector),
  sessions: openSessions(env),
  transitions: openTransitions(env),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  pairs: openAllowedPairs(env),
  clock: systemClock,
  emit: emitMetric,
};
const dependencies = {
  ...createErasureStores({
    ...shared,
    ...openReplication(env),
    vectors: createUserVectors(shared),
    removal: createDynamoFaceRemoval(documentClient, mappingTables(env), systemClock),
    deletions: openFaceDeletions(env),
    release: createDynamoClaimRelease(documentClient, env.CONTROL_TABLE),
    images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
    enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
    evidenceVersions: createS3ImageErasure(s3Client, env.EVIDENCE_BUCKET),
    enrolledVersions: createS3ImageErasure(s3Client, env.ENROLLED_BUCKET),
    entries: openWatchlistEntries(env),
    listsOf: (tenant) => watchlistsOf(generations, tenant),
    secondRegion: parseSecondRegion(env.SECOND_REGION)?.region,
    replicationRequests: openReplicationRequests(env),
    sessionRows: createDynamoRows(documentClient, env.SESSIONS_TABLE),
    controlRows: createDynamoRows(documentClient, env.CONTROL_TABLE),
  }),
  erasures: openErasures(env),
  tombstones: openWrittenTombstones(env),
  queue: openErasureQueue(env),
  signer: openTokenSigner(env),
  stage: env.STAGE,
  tombstoneDays: env.TOMBSTONE_DAYS,
  settleMs: env.ERASURE_SETTLE_SECONDS * 1000,
  clock: systemClock,
  emit: emitMetric,
};

/** Messages name erasures; one whose pass failed is delivered again. */
export const handler = queueHandler(async (body) => {
  const { tenant, id } = erasureMessage.parse(JSON.parse(body));
  await asTenant(tenant, () => runErasure(tenant, id, dependencies));
});
