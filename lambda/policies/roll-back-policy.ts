import type { Caller } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';
import { type ActivatePolicyVersionDependencies, activateVersion } from './activate-policy-version.ts';
import type { PolicyView } from './contract.ts';
import type { PolicyLine } from './domain/policy-version.ts';
import { requirePolicyId } from './policy-access.ts';

/**
 * Activates the version that was active before. Rolling back twice is back where it was.
 * @throws Problem `not_found`, `invalid_state` or `policy_changed`
 */
export async function rollBackPolicy(
  { tenant }: Caller,
  policyId: string,
  dependencies: ActivatePolicyVersionDependencies,
): Promise<PolicyView> {
  const id = requirePolicyId(policyId);
  const previousOf = ({ previous }: PolicyLine) => {
    if (previous !== undefined) return previous;
    throw new Problem(
      'invalid_state',
      `policy ${id} had no other version before; there is nothing to roll back to`,
    );
  };
  return activateVersion(tenant, id, previousOf, dependencies);
}
