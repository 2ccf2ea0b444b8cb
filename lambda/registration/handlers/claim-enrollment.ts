import { openEnrollments } from '../../enrollment/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { claimEnrollment } from '../claim-enrollment.ts';
import { claimEnrollmentInput, claimEnrollmentOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'claim-enrollment');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrollments: openEnrollments(env),
  clock: systemClock,
};

export const handler = taskHandler(
  'claim-enrollment',
  claimEnrollmentInput,
  claimEnrollmentOutput,
  (input) => claimEnrollment(input, dependencies),
  log,
);
