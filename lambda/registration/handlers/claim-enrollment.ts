import { createDynamoBulkEnrollment } from '../../bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { freeEndedClaim } from '../../bulk-indexing/free-ended-claim.ts';
import { openIndexJobs } from '../../bulk-indexing/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { mappingTables, openEnrollments } from '../../enrollment/wiring.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { claimEnrollment } from '../claim-enrollment.ts';
import { claimEnrollmentInput, claimEnrollmentOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'claim-enrollment');
const enrollments = openEnrollments(env);
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrollments,
  freeEndedClaim: (tenant: string, userId: string) =>
    freeEndedClaim(tenant, userId, {
      enrollments,
      jobs: openIndexJobs(env),
      bulk: createDynamoBulkEnrollment(documentClient, mappingTables(env), readGenerations(env)),
      clock: systemClock,
    }),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'claim-enrollment',
  claimEnrollmentInput,
  claimEnrollmentOutput,
  (input) => claimEnrollment(input, dependencies),
  log,
);
