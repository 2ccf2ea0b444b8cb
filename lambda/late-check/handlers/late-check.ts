import { openLockouts } from '../../abuse/wiring.ts';
import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { openReceipts } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { parseReviewCaseSettings } from '../../review-cases/contract.ts';
import { openReviewCases } from '../../review-cases/wiring.ts';
import { faceSearch } from '../../search/wiring.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { lateCheckRequest } from '../contract.ts';
import { LATE_CHECK_FUNCTIONS } from '../functions.ts';
import { runLateCheck } from '../run-late-check.ts';

const env = readEnv(LATE_CHECK_FUNCTIONS, 'late-check');
const dependencies = {
  // one attempt per call: retries of the SDK would bypass the shared rate
  ...faceSearch(singleAttemptRekognitionClient, env),
  policyOf: openPolicyOf(env),
  mode: env.LATE_CHECK,
  receipts: openReceipts(env),
  sessions: openSessions(env),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  lockouts: openLockouts(env),
  cases: openReviewCases(env),
  pairs: openAllowedPairs(env),
  settings: parseReviewCaseSettings(env.REVIEW_CASES),
  limiter: openRateLimiter(env),
  collectionPrefix: env.COLLECTION_PREFIX,
  newIdentifier,
};

/** Messages name approved registrations; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const request = lateCheckRequest.parse(JSON.parse(body));
  await asTenant(request.tenant, () => runLateCheck(request, dependencies));
});
