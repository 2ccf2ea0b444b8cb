import { openEnrolments } from '../../enrollment/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { claimEnrolment } from '../claim-enrolment.ts';
import { claimEnrolmentInput, claimEnrolmentOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'claim-enrolment');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: openEnrolments(env),
  clock: systemClock,
};

export const handler = taskHandler(
  'claim-enrolment',
  claimEnrolmentInput,
  claimEnrolmentOutput,
  (input) => claimEnrolment(input, dependencies),
  log,
);
