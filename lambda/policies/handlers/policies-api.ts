import { apiHandler } from '../../platform/api-handler.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { activatePolicyVersion } from '../activate-policy-version.ts';
import { readStagePolicy } from '../adapters/stage-policy-file.ts';
import { comparePolicyVersions } from '../compare-policy-versions.ts';
import { createPolicyVersion } from '../create-policy-version.ts';
import { POLICIES_FUNCTIONS } from '../functions.ts';
import { getPolicy } from '../get-policy.ts';
import { getPolicyVersion } from '../get-policy-version.ts';
import { listPolicies } from '../list-policies.ts';
import { listPolicyVersions } from '../list-policy-versions.ts';
import { rollBackPolicy } from '../roll-back-policy.ts';
import { openPolicies } from '../wiring.ts';

const env = readEnv(POLICIES_FUNCTIONS, 'policies-api');
const dependencies = {
  policies: openPolicies(env),
  stage: readStagePolicy(env),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = apiHandler(
  POLICIES_FUNCTIONS['policies-api'].routes,
  {
    'list-policies': ({ caller }) => listPolicies(caller, dependencies),
    'get-policy': ({ caller, path }) => getPolicy(caller, path('id'), dependencies),
    'list-policy-versions': ({ caller, path, query }) =>
      listPolicyVersions(caller, path('id'), query, dependencies),
    'create-policy-version': ({ caller, path, body }) =>
      createPolicyVersion(caller, path('id'), body, dependencies),
    'get-policy-version': ({ caller, path }) =>
      getPolicyVersion(caller, path('id'), path('version'), dependencies),
    'compare-policy-versions': ({ caller, path, query }) =>
      comparePolicyVersions(caller, path('id'), path('version'), query.with, dependencies),
    'activate-policy-version': ({ caller, path }) =>
      activatePolicyVersion(caller, path('id'), path('version'), dependencies),
    'roll-back-policy': ({ caller, path }) => rollBackPolicy(caller, path('id'), dependencies),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
