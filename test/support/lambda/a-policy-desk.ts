import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { activatePolicyVersion } from '../../../lambda/policies/activate-policy-version.ts';
import type { CreatePolicyVersionRequest } from '../../../lambda/policies/contract.ts';
import { createPolicyVersion } from '../../../lambda/policies/create-policy-version.ts';
import { anOperator, minutesAfter } from './builders.ts';
import { InMemoryPolicies } from './in-memory-policies.ts';
import { recordedMetrics } from './recorded-metrics.ts';

/** An operator who writes and activates versions; each minute of the clock is one more reading. */
export function aPolicyDesk(stage = DEFAULT_POLICY, policies = new InMemoryPolicies()) {
  const { emit, metrics } = recordedMetrics();
  let minute = 0;
  const dependencies = { policies, stage, clock: () => minutesAfter(minute++), emit };
  const create = (request: Partial<CreatePolicyVersionRequest> = {}, id = 'registration') =>
    createPolicyVersion(anOperator(), id, { change: {}, comment: 'a try', ...request }, dependencies);
  const activate = (version: number, id = 'registration') =>
    activatePolicyVersion(anOperator(), id, String(version), dependencies);
  return { policies, metrics, dependencies, create, activate };
}
