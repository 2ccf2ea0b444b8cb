import { parseSessionEvent } from '../../events/contract.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { queueHandler } from '../../platform/queue-handler.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { registrationExecution } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { startResumedRegistration } from '../start-resumed-registration.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'start-resumed-registration');
const dependencies = {
  sessions: openSessions(env),
  policyOf: openPolicyOf(env),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
};

/** Messages are events of sessions that a person's finding has resumed; failed ones are delivered again. */
export const handler = queueHandler(async (body) => {
  const { tenant, session_id } = parseSessionEvent(body);
  await asTenant(tenant, () => startResumedRegistration(tenant, session_id, dependencies));
});
