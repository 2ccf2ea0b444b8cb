import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { replicationMessage, secondRegion } from '../contract/replication.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { rekognitionClientOf } from '../runtime/clients/second-rekognition.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { measured } from '../runtime/rekognition.ts';
import { openReplicationQueue } from '../runtime/replication.ts';
import { readEnv } from '../runtime/settings.ts';
import { openReplicationRequests, openSecondRateLimiter } from '../runtime/stores.ts';
import { newIdentifier, systemClock, systemWait } from '../runtime/system.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { replicateImage } from '../use-cases/replicate-image.ts';

const env = readEnv('replicate-image');
const second = secondRegion.parse(JSON.parse(env.SECOND_REGION));
const dependencies = {
  requests: openReplicationRequests(env),
  queue: openReplicationQueue(env.REPLICATION_QUEUE_URL),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  collections: createRekognitionFaceCollections(rekognitionClientOf(second.region), measured),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  limiter: openSecondRateLimiter(env, second),
  wait: systemWait,
  region: second.region,
  newIdentifier,
  clock: systemClock,
  emit: emitMetric,
};

/** Messages name images that the second region is to follow; those that fail come back by themselves. */
export const handler = queueHandler(async (body) => {
  const message = replicationMessage.parse(JSON.parse(body));
  await asTenant(message.tenant, () => replicateImage(message, dependencies));
});
