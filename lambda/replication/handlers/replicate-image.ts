import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { rekognitionClientOf } from '../../platform/clients/second-rekognition.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openTombstones } from '../../tombstones/wiring.ts';
import { replicationMessage, secondRegion } from '../contract.ts';
import { REPLICATION_FUNCTIONS } from '../functions.ts';
import { replicateImage } from '../replicate-image.ts';
import { openReplicationQueue, openReplicationRequests, openSecondRateLimiter } from '../wiring.ts';

const env = readEnv(REPLICATION_FUNCTIONS, 'replicate-image');
const second = secondRegion.parse(JSON.parse(env.SECOND_REGION));
const dependencies = {
  requests: openReplicationRequests(env),
  tombstones: openTombstones(env),
  queue: openReplicationQueue(env.REPLICATION_QUEUE_URL),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  collections: createRekognitionFaceCollections(rekognitionClientOf(second.region), measured, emitMetric),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  limiter: openSecondRateLimiter(env, second),
  wait: systemWait,
  region: second.region,
  newIdentifier,
  clock: systemClock,
  emit: emitMetric,
};

/** Messages name images to replicate; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const message = replicationMessage.parse(JSON.parse(body));
  await asTenant(message.tenant, () => replicateImage(message, dependencies));
});
