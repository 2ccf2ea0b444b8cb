import { createDynamoFaceGivingWay } from '../adapters/dynamo-face-giving-way.ts';
import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { createSqsMessageQueue } from '../adapters/sqs-message-queue.ts';
import { userVectorMessage } from '../contract/user-vectors.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { measured } from '../runtime/rekognition.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { mappingTables, openRateLimiter, openUserVectorRequests } from '../runtime/stores.ts';
import { systemClock, systemWait } from '../runtime/system.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { buildUserVector } from '../use-cases/build-user-vector.ts';

const env = readEnv('associate-user-faces');
const tables = mappingTables(env);
const dependencies = {
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  // one attempt a call: retries of the SDK would not ask the shared rate
  users: createRekognitionUserCollections(singleAttemptRekognitionClient, measured),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured),
  givingWay: createDynamoFaceGivingWay(documentClient, tables),
  limiter: openRateLimiter(env),
  wait: systemWait,
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

/** Messages name vectors that are to be built; those that fail come back by themselves. */
export const handler = queueHandler(async (body) => {
  const message = userVectorMessage.parse(JSON.parse(body));
  await asTenant(message.tenant, () => buildUserVector(message, dependencies));
});
