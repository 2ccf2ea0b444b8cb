import type { Caller } from '../kernel/caller.ts';
import type { PolicyView } from './contract.ts';
import { type ReadPolicyLineDependencies, readPolicyLine } from './find-active-policy.ts';
import { requirePolicyId } from './policy-access.ts';
import { toPolicyView } from './policy-view.ts';

/** Returns the policy of a session type. @throws Problem `not_found` */
export async function getPolicy(
  { tenant }: Caller,
  policyId: string,
  dependencies: ReadPolicyLineDependencies,
): Promise<PolicyView> {
  const id = requirePolicyId(policyId);
  return toPolicyView(id, await readPolicyLine(tenant, id, dependencies));
}
