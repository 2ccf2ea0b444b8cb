import type { Caller } from '../kernel/caller.ts';
import type { PolicyVersionView } from './contract.ts';
import { type ReadPolicyLineDependencies, readPolicyLine } from './find-active-policy.ts';
import { requirePolicyId, requireVersion } from './policy-access.ts';
import { toVersionView } from './policy-view.ts';
import type { PolicyStore } from './ports/policy-store.ts';

export interface GetPolicyVersionDependencies extends ReadPolicyLineDependencies {
  readonly policies: ReadPolicyLineDependencies['policies'] & Pick<PolicyStore, 'version'>;
}

/** Returns a version with its document. @throws Problem `not_found` */
export async function getPolicyVersion(
  { tenant }: Caller,
  policyId: string,
  version: string,
  dependencies: GetPolicyVersionDependencies,
): Promise<PolicyVersionView> {
  const id = requirePolicyId(policyId);
  const line = await readPolicyLine(tenant, id, dependencies);
  return toVersionView(await requireVersion(dependencies.policies, tenant, id, version), line);
}
