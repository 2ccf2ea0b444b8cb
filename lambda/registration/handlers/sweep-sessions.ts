import { openTakeoverSignals } from '../../abuse/wiring.ts';
import type { FaceDeletionRequest } from '../../enrollment/contract.ts';
import { openEnrollments, openFaceDeletions } from '../../enrollment/wiring.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { systemClock } from '../../platform/system.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
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
  deletionQueue: createSqsMessageQueue<FaceDeletionRequest>(sqsClient, env.FACE_DELETION_QUEUE_URL),
  policyOf: openPolicyOf(env),
  takeovers: openTakeoverSignals(env),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'sweep-sessions',
  (tenant) => sweepSessions(tenant, dependencies),
  log,
);
