import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { shadowReadMessage } from '../contract/migrations.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { faceSearch } from '../runtime/face-search.ts';
import { log } from '../runtime/logger.ts';
import { queueHandler } from '../runtime/queue-handler.ts';
import { readEnv } from '../runtime/settings.ts';
import { openEnrolments, openMigrations, openRateLimiter, openShadowReads } from '../runtime/stores.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { shadowRead } from '../use-cases/shadow-read.ts';

const env = readEnv('shadow-read');
const dependencies = {
  // one attempt a call: retries of the SDK would not ask the shared rate
  ...faceSearch(singleAttemptRekognitionClient, env),
  migrations: openMigrations(env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: openEnrolments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  shadowReads: openShadowReads(env),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  limiter: openRateLimiter(env),
  collectionPrefix: env.COLLECTION_PREFIX,
  reportFailure: (session_id: string, error: unknown) => log.error('shadowReadFailed', { session_id }, error),
};

/** Messages name searches that are to be asked of another generation; those that fail come back by themselves. */
export const handler = queueHandler(async (body) => {
  const request = shadowReadMessage.parse(JSON.parse(body));
  await asTenant(request.tenant, () => shadowRead(request, dependencies));
});
