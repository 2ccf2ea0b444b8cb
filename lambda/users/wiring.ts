import { openAllowedPairs } from '../allowed-pairs/wiring.ts';
import { readGenerations } from '../collections/adapters/generations-file.ts';
import { createRekognitionFaceCollections } from '../collections/adapters/rekognition-face-collections.ts';
import { createDynamoFaceMappingStore } from '../enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingTables } from '../enrollment/wiring.ts';
import { createS3ImageStore } from '../images/adapters/s3-image-store.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { rekognitionClient, singleAttemptRekognitionClient } from '../platform/clients/rekognition.ts';
import { s3Client } from '../platform/clients/s3.ts';
import { sqsClient } from '../platform/clients/sqs.ts';
import { emitMetric } from '../platform/metrics.ts';
import { measured } from '../platform/rekognition.ts';
import { createSqsMessageQueue } from '../platform/sqs-message-queue.ts';
import { newIdentifier, systemClock, systemWait } from '../platform/system.ts';
import { openRateLimiter } from '../rate-limits/wiring.ts';
import { openReplication } from '../replication/wiring.ts';
import { createRekognitionUserCollections } from '../user-vectors/adapters/rekognition-user-collections.ts';
import { createUserVectors } from '../user-vectors/user-vectors.ts';
import { openUserVectorRequests } from '../user-vectors/wiring.ts';
import { createDynamoFaceRemoval } from './adapters/dynamo-face-removal.ts';
import { deleteUserFace } from './delete-user-face.ts';

interface FaceRemovalSettings {
  readonly CONTROL_TABLE: string;
  readonly FACE_MAPPING_TABLE: string;
  readonly ENROLLED_BUCKET: string;
  readonly GENERATIONS_FILE: string;
  readonly RATE_LIMITS: string;
  readonly USER_VECTOR_QUEUE_URL: string;
  readonly SECOND_REGION?: string | undefined;
  readonly REPLICATION_QUEUE_URL?: string | undefined;
}

/** Creates the dependencies for deleting faces of users, by request or by schedule. */
export const userFaceDeletion = (settings: FaceRemovalSettings) => ({
  mappings: createDynamoFaceMappingStore(documentClient, settings.FACE_MAPPING_TABLE),
  pairs: openAllowedPairs(settings),
  removal: createDynamoFaceRemoval(documentClient, mappingTables(settings), systemClock),
  collections: createRekognitionFaceCollections(rekognitionClient, measured, emitMetric),
  enrolledImages: createS3ImageStore(s3Client, settings.ENROLLED_BUCKET),
  vectors: createUserVectors({
    generations: readGenerations(settings),
    users: createRekognitionUserCollections(singleAttemptRekognitionClient, measured),
    requests: openUserVectorRequests(settings),
    queue: createSqsMessageQueue(sqsClient, settings.USER_VECTOR_QUEUE_URL),
    limiter: openRateLimiter(settings),
    wait: systemWait,
    newRevision: () => newIdentifier(ID_PREFIXES.userVector),
  }),
  ...openReplication(settings),
});

/** Opens the faces of users for work that no caller asks for. */
export function openUserFaces(settings: FaceRemovalSettings) {
  const deletion = userFaceDeletion(settings);
  return {
    mappings: deletion.mappings,
    /** Deletes a face in every generation, with its image. @throws Problem `not_found` */
    removeFace: (tenant: string, userId: string, faceId: string): Promise<void> =>
      deleteUserFace({ tenant }, userId, faceId, deletion),
  };
}
