import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient, singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { newIdentifier, systemWait } from '../../platform/system.ts';
import { openCallLimiter, openRateLimiter } from '../../rate-limits/wiring.ts';
import { openReplication } from '../../replication/wiring.ts';
import { createRekognitionUserCollections } from '../../user-vectors/adapters/rekognition-user-collections.ts';
import { createUserVectors } from '../../user-vectors/user-vectors.ts';
import { openUserVectorRequests } from '../../user-vectors/wiring.ts';
import { createDynamoFaceRemoval } from '../adapters/dynamo-face-removal.ts';
import { deleteUserFace } from '../delete-user-face.ts';
import { USERS_FUNCTIONS } from '../functions.ts';
import { listUserFaces } from '../list-user-faces.ts';

const env = readEnv(USERS_FUNCTIONS, 'users-api');
const dependencies = {
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  pairs: openAllowedPairs(env),
  removal: createDynamoFaceRemoval(documentClient, mappingTables(env)),
  collections: createRekognitionFaceCollections(rekognitionClient, measured, emitMetric),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  vectors: createUserVectors({
    generations: readGenerations(env),
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

export const handler = apiHandler(
  USERS_FUNCTIONS['users-api'].routes,
  {
    'list-user-faces': ({ caller, path }) => listUserFaces(caller, path('user_id'), dependencies.mappings),
    'delete-user-face': ({ caller, path }) =>
      deleteUserFace(caller, path('user_id'), path('face_id'), dependencies),
  },
  httpDependencies(env, openCallLimiter(env)),
);
