import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoFaceRemoval } from '../adapters/dynamo-face-removal.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createSqsMessageQueue } from '../adapters/sqs-message-queue.ts';
import { ID_PREFIXES } from '../domain/identifier.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient, singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { openReplication } from '../runtime/replication.ts';
import { parseGenerations, readEnv } from '../runtime/settings.ts';
import { mappingTables, openRateLimiter, openUserVectorRequests } from '../runtime/stores.ts';
import { newIdentifier, systemWait } from '../runtime/system.ts';
import { deleteUserFace } from '../use-cases/delete-user-face.ts';
import { createUserVectors } from '../use-cases/user-vectors.ts';

const env = readEnv('delete-user-face');
const dependencies = {
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  removal: createDynamoFaceRemoval(documentClient, mappingTables(env)),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  vectors: createUserVectors({
    generations: parseGenerations(env.GENERATIONS),
    users: createRekognitionUserCollections(singleAttemptRekognitionClient, measured),
    requests: openUserVectorRequests(env),
    queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
    limiter: openRateLimiter(env),
    wait: systemWait,
    newRevision: () => newIdentifier(ID_PREFIXES.userVector),
  }),
  ...openReplication(env),
  emit: emitMetric,
};

export const handler = httpHandler(
  'delete-user-face',
  {
    execute: ({ caller, path }) => deleteUserFace(caller, path('user_id'), path('face_id'), dependencies),
    present: () => undefined,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
