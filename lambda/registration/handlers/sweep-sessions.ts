import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { openEnrollments, openFaceDeletions } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { systemClock, systemWait } from '../../platform/system.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { openSessions, openTransitions } from '../../sessions/wiring.ts';
import { registrationExecution } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { sweepSessions } from '../sweep-sessions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'sweep-sessions');
const dependencies = {
  sessions: openSessions(env),
  transitions: openTransitions(env),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
  enrollments: openEnrollments(env),
  deletions: openFaceDeletions(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured, emitMetric),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  limiter: openRateLimiter(env),
  wait: systemWait,
  clock: systemClock,
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'sweep-sessions',
  (tenant) => sweepSessions(tenant, dependencies),
  log,
);
