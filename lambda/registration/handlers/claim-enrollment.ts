import { createDynamoClaimRelease } from '../../bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { freeEndedClaim } from '../../bulk-indexing/free-ended-claim.ts';
import { openIndexJobs } from '../../bulk-indexing/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { claimEnrollment } from '../claim-enrollment.ts';
import { claimEnrollmentInput, claimEnrollmentOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'claim-enrollment');
const enrollments = openEnrollments(env);
const policyOf = openPolicyOf(env);
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrollments,
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  freeEndedClaim: (tenant: string, userId: string) =>
    freeEndedClaim(tenant, userId, {
      enrollments,
      jobs: openIndexJobs(env),
      bulk: createDynamoClaimRelease(documentClient, env.CONTROL_TABLE),
      clock: systemClock,
    }),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'claim-enrollment',
  claimEnrollmentInput,
  claimEnrollmentOutput,
  async (input) => claimEnrollment(input, { ...dependencies, policy: await policyOf(input.registration) }),
  log,
);
