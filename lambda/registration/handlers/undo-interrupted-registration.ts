import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { openEnrollments, openFaceDeletions } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { parseInterruptedExecution } from '../../platform/interrupted-execution.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { systemClock } from '../../platform/system.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openSessions, openTransitions } from '../../sessions/wiring.ts';
import { registrationInput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { undoInterruptedRegistration } from '../undo-interrupted-registration.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'undo-interrupted-registration');
const dependencies = {
  sessions: openSessions(env),
  transitions: openTransitions(env),
  enrollments: openEnrollments(env),
  deletions: openFaceDeletions(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured, emitMetric),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  clock: systemClock,
  emit: emitMetric,
};

/** Messages are events of stopped or timed-out executions; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { status, input: registration } = parseInterruptedExecution(body, registrationInput);
  await asTenant(registration.tenant, () => undoInterruptedRegistration(registration, status, dependencies));
  log.info('interruptedRegistrationUndone', { session_id: registration.session_id });
});
