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
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
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
import type { ERASURE_FUNCTIONS } from '../functions.ts';
import { openErasureQueue, openErasures, openWrittenTombstones } from '../wiring.ts';

type Environment = EnvironmentOf<typeof ERASURE_FUNCTIONS, 'run-erasure'>;

/** Opens what an erasure searches for a user's faces and vectors. */
function searchedStores(env: Environment) {
  const { collections, users } = openCollections(singleAttemptRekognitionClient);
  return {
    generations: readGenerations(env),
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
}

/** Opens every store that an erasure empties. */
function emptiedStores(env: Environment) {
  const searched = searchedStores(env);
  return createErasureStores({
    ...searched,
    ...openReplication(env),
    vectors: createUserVectors(searched),
    removal: createDynamoFaceRemoval(documentClient, mappingTables(env), systemClock),
    deletions: openFaceDeletions(env),
    release: createDynamoClaimRelease(documentClient, env.CONTROL_TABLE),
    images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
    enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
    evidenceVersions: createS3ImageErasure(s3Client, env.EVIDENCE_BUCKET),
    enrolledVersions: createS3ImageErasure(s3Client, env.ENROLLED_BUCKET),
    entries: openWatchlistEntries(env),
    listsOf: (tenant) => watchlistsOf(searched.generations, tenant),
    secondRegion: parseSecondRegion(env.SECOND_REGION)?.region,
    replicationRequests: openReplicationRequests(env),
    sessionRows: createDynamoRows(documentClient, env.SESSIONS_TABLE),
    controlRows: createDynamoRows(documentClient, env.CONTROL_TABLE),
  });
}

/** Opens the erasures and every store that they empty. */
export const runErasureDependencies = (env: Environment) => ({
  ...emptiedStores(env),
  erasures: openErasures(env),
  tombstones: openWrittenTombstones(env),
  queue: openErasureQueue(env),
  signer: openTokenSigner(env),
  stage: env.STAGE,
  tombstoneDays: env.TOMBSTONE_DAYS,
  settleMs: env.ERASURE_SETTLE_SECONDS * 1000,
  clock: systemClock,
  emit: emitMetric,
});
