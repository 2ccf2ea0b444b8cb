import { apiHandler } from '../../platform/api-handler.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { openSessions, openTransitions } from '../../sessions/wiring.ts';
import { TEST_MODE_FUNCTIONS } from '../functions.ts';
import { simulateVerificationSession } from '../simulate-verification-session.ts';

const env = readEnv(TEST_MODE_FUNCTIONS, 'test-helpers-api');
const dependencies = {
  sessions: openSessions(env),
  transitions: openTransitions(env),
  policyOf: openPolicyOf(env),
  testMode: env.TEST_MODE === 'on',
  clock: systemClock,
  emit: emitMetric,
};

export const handler = apiHandler(
  TEST_MODE_FUNCTIONS['test-helpers-api'].routes,
  {
    'simulate-verification-session': ({ caller, path, body }) =>
      simulateVerificationSession(caller, path('id'), body, dependencies),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
