import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openPolicies } from '../../policies/wiring.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { createDynamoLivenessLabels } from '../../review-cases/adapters/dynamo-liveness-labels.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { POLICY_SIMULATIONS_FUNCTIONS } from '../functions.ts';
import { simulatePolicy } from '../simulate-policy.ts';

const env = readEnv(POLICY_SIMULATIONS_FUNCTIONS, 'policy-simulations-api');
const dependencies = {
  policies: openPolicies(env),
  stage: readStagePolicy(env),
  sessions: openSessions(env),
  labels: createDynamoLivenessLabels(documentClient, env.CONTROL_TABLE),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = apiHandler(
  POLICY_SIMULATIONS_FUNCTIONS['policy-simulations-api'].routes,
  { 'simulate-policy': ({ caller, path, body }) => simulatePolicy(caller, path('id'), body, dependencies) },
  idempotentDependencies(env, openCallLimiter(env)),
);
