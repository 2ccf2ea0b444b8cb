import { openLockouts } from '../../abuse/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { emitMetric } from '../../platform/metrics.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { createS3ImageUrls } from '../adapters/s3-image-urls.ts';
import { parseReviewCaseSettings } from '../contract.ts';
import type { REVIEW_CASES_FUNCTIONS } from '../functions.ts';
import { openReviewCases } from '../wiring.ts';

/** Opens the cases and what a reviewer sees of them. */
export function reviewCasesApiDependencies(
  env: EnvironmentOf<typeof REVIEW_CASES_FUNCTIONS, 'review-cases-api'>,
) {
  return {
    cases: openReviewCases(env),
    sessions: openSessions(env),
    mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
    enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
    urls: createS3ImageUrls(s3Client, { evidence: env.EVIDENCE_BUCKET, enrolled: env.ENROLLED_BUCKET }),
    policyOf: openPolicyOf(env),
    lockouts: openLockouts(env),
    settings: parseReviewCaseSettings(env.REVIEW_CASES),
    clock: systemClock,
    emit: emitMetric,
  };
}
