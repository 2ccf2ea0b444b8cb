import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables } from '../../enrollment/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { systemClock, systemWait } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { openTombstones } from '../../tombstones/wiring.ts';
import { createDynamoFaceEviction } from '../adapters/dynamo-face-eviction.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { buildUserVector } from '../build-user-vector.ts';
import { userVectorMessage } from '../contract.ts';
import { USER_VECTORS_FUNCTIONS } from '../functions.ts';
import { openUserVectorRequests } from '../wiring.ts';

const env = readEnv(USER_VECTORS_FUNCTIONS, 'associate-user-faces');
const tables = mappingTables(env);
const dependencies = {
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  // one attempt per call: retries of the SDK would bypass the shared rate
  users: createRekognitionUserCollections(singleAttemptRekognitionClient, measured),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured, emitMetric),
  evictions: createDynamoFaceEviction(documentClient, tables),
  tombstones: openTombstones(env),
  limiter: openRateLimiter(env),
  wait: systemWait,
  policy: readStagePolicy(env),
  clock: systemClock,
  emit: emitMetric,
};

/** Messages name vectors to build; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const message = userVectorMessage.parse(JSON.parse(body));
  await asTenant(message.tenant, () => buildUserVector(message, dependencies));
});
