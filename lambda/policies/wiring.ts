import { recentlyUsed } from '../kernel/recently-used.ts';
import type { SessionType } from '../kernel/session-type.ts';
import { documentClient } from '../platform/clients/dynamo.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoPolicyStore } from './adapters/dynamo-policy-store.ts';
import { readStagePolicy } from './adapters/stage-policy-file.ts';
import { findActivePolicy } from './find-active-policy.ts';
import { type PolicyOf, readPinnedPolicy } from './read-pinned-policy.ts';

export interface PolicySettings {
  readonly CONTROL_TABLE: string;
  readonly POLICY_FILE: string;
}

/** Versions that one process keeps: more than its tenants' sessions of an hour have pinned. */
const MAX_KEPT = 200;

export const openPolicies = ({ CONTROL_TABLE }: Pick<PolicySettings, 'CONTROL_TABLE'>) =>
  createDynamoPolicyStore(documentClient, CONTROL_TABLE);

/** Opens the policies that sessions have pinned. What a version says never changes, so each is read once. */
export function openPolicyOf(settings: PolicySettings): PolicyOf {
  const dependencies = { policies: openPolicies(settings), stage: readStagePolicy(settings) };
  const kept = recentlyUsed(MAX_KEPT, (): { policy?: ReturnType<PolicyOf> } => ({}));
  return (pinned) => {
    const { id, version } = pinned.policy;
    const place = kept(`${pinned.tenant}#${id}#${version}`);
    place.policy ??= readPinnedPolicy(pinned, dependencies);
    // a failed read is made again by the next caller
    place.policy.catch(() => {
      delete place.policy;
    });
    return place.policy;
  };
}

/** Opens the policies that new sessions get. */
export function openActivePolicies(settings: PolicySettings) {
  const dependencies = {
    policies: openPolicies(settings),
    policyOf: openPolicyOf(settings),
    stage: readStagePolicy(settings),
    clock: systemClock,
  };
  return (tenant: string, id: SessionType) => findActivePolicy(tenant, id, dependencies);
}
