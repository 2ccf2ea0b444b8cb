import type { FaceDeletionRequest } from '../../enrollment/contract.ts';
import { openEnrollments, openFaceDeletions } from '../../enrollment/wiring.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { parseInterruptedExecution } from '../../platform/interrupted-execution.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
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
  deletionQueue: createSqsMessageQueue<FaceDeletionRequest>(sqsClient, env.FACE_DELETION_QUEUE_URL),
  clock: systemClock,
  emit: emitMetric,
};

/** Messages are events of stopped or timed-out executions; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { status, input: registration } = parseInterruptedExecution(body, registrationInput);
  await asTenant(registration.tenant, () => undoInterruptedRegistration(registration, status, dependencies));
  log.info('interruptedRegistrationUndone', { session_id: registration.session_id });
});
