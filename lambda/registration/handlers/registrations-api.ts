import { authenticateUser } from '../../authentication/authenticate-user.ts';
import { authentication } from '../../authentication/wiring.ts';
import { openReceipts } from '../../consents/wiring.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { openClientSessions } from '../../sessions/wiring.ts';
import { registrationExecution } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { submitVerificationSession } from '../submit-verification-session.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'registrations-api');
const { decidingBy, ...recognition } = authentication(env);
const dependencies = {
  receipts: openReceipts(env),
  ...recognition,
  policyOf: openPolicyOf(env),
  authenticate: (session: VerificationSession, policy: VerificationPolicy) =>
    authenticateUser(session, decidingBy(policy)),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
};

export const handler = apiHandler(
  REGISTRATION_FUNCTIONS['registrations-api'].routes,
  {
    'submit-verification-session': ({ caller, path }) =>
      submitVerificationSession(caller, path('id'), dependencies),
  },
  { ...idempotentDependencies(env, openCallLimiter(env)), clientSessions: openClientSessions(env) },
);
