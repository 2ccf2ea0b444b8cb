import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { systemClock, systemWait } from '../../platform/system.ts';
import { tenantBatchHandler } from '../../platform/tenant-batch-handler.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { faceDeletionRequest } from '../contract.ts';
import { deleteRevokedFaces } from '../delete-revoked-faces.ts';
import { ENROLLMENT_FUNCTIONS } from '../functions.ts';
import { openFaceDeletions } from '../wiring.ts';

const env = readEnv(ENROLLMENT_FUNCTIONS, 'delete-revoked-faces');
const dependencies = {
  deletions: openFaceDeletions(env),
  // one attempt per call: retries of the SDK would bypass the shared rate
  collections: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured, emitMetric),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  limiter: openRateLimiter(env),
  wait: systemWait,
  clock: systemClock,
  emit: emitMetric,
};

/** Messages name deletions; those that failed are delivered again. */
export const handler = tenantBatchHandler(
  'delete-revoked-faces',
  faceDeletionRequest,
  (tenant, ids) => deleteRevokedFaces(tenant, ids, dependencies),
  log,
);
