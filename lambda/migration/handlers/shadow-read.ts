import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { faceSearch } from '../../search/wiring.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { shadowReadMessage } from '../contract.ts';
import { MIGRATION_FUNCTIONS } from '../functions.ts';
import { shadowRead } from '../shadow-read.ts';
import { openMigrations, openShadowReads } from '../wiring.ts';

const env = readEnv(MIGRATION_FUNCTIONS, 'shadow-read');
const dependencies = {
  // one attempt per call: retries of the SDK would bypass the shared rate
  ...faceSearch(singleAttemptRekognitionClient, env),
  policyOf: openPolicyOf(env),
  migrations: openMigrations(env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  pairs: openAllowedPairs(env),
  shadowReads: openShadowReads(env),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  limiter: openRateLimiter(env),
  collectionPrefix: env.COLLECTION_PREFIX,
  reportFailure: (session_id: string, error: unknown) => log.error('shadowReadFailed', { session_id }, error),
};

/** Messages name searches to repeat in another generation; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const request = shadowReadMessage.parse(JSON.parse(body));
  await asTenant(request.tenant, () => shadowRead(request, dependencies));
});
