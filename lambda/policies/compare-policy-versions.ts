import type { Caller } from '../kernel/caller.ts';
import type { PolicyComparison } from './contract.ts';
import { differencesOf } from './domain/policy-difference.ts';
import { readPolicyLine } from './find-active-policy.ts';
import type { GetPolicyVersionDependencies } from './get-policy-version.ts';
import { requirePolicyId, requireVersion } from './policy-access.ts';

/**
 * Compares a version with another, by default with the one that is active.
 * @throws Problem `not_found`
 */
export async function comparePolicyVersions(
  { tenant }: Caller,
  policyId: string,
  version: string,
  other: number | undefined,
  dependencies: GetPolicyVersionDependencies,
): Promise<PolicyComparison> {
  const { policies } = dependencies;
  const id = requirePolicyId(policyId);
  const line = await readPolicyLine(tenant, id, dependencies);
  const [from, to] = await Promise.all([
    requireVersion(policies, tenant, id, other ?? line.active),
    requireVersion(policies, tenant, id, version),
  ]);
  return {
    id,
    from: from.version,
    to: to.version,
    differences: differencesOf(JSON.parse(from.document), JSON.parse(to.document)),
  };
}
