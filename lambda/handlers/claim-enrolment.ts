import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { claimEnrolmentInput, claimEnrolmentOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { log } from '../runtime/logger.ts';
import { readEnv } from '../runtime/settings.ts';
import { openEnrolments } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { claimEnrolment } from '../use-cases/claim-enrolment.ts';

const env = readEnv('claim-enrolment');
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
