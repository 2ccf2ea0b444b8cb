import type { Caller } from '../kernel/caller.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { SessionType } from '../kernel/session-type.ts';
import type { PolicyView } from './contract.ts';
import { inDeployment } from './domain/policy-document.ts';
import { activate, type PolicyLine, type PolicyVersion } from './domain/policy-version.ts';
import { readPolicyLine } from './find-active-policy.ts';
import type { GetPolicyVersionDependencies } from './get-policy-version.ts';
import { requirePolicyId, requireVersion } from './policy-access.ts';
import { toPolicyView } from './policy-view.ts';
import type { PolicyStore } from './ports/policy-store.ts';

export interface ActivatePolicyVersionDependencies extends GetPolicyVersionDependencies {
  readonly policies: GetPolicyVersionDependencies['policies'] & Pick<PolicyStore, 'save'>;
  readonly emit: EmitMetric;
}

/** Each time another operator, or a deployment, came first. */
const MAX_ATTEMPTS = 5;

/**
 * Has new sessions decided by a version of a policy. Sessions that exist keep the one that they have pinned.
 * @throws Problem `not_found`, `invalid_state` or `policy_changed`
 */
export async function activatePolicyVersion(
  { tenant }: Caller,
  policyId: string,
  version: string,
  dependencies: ActivatePolicyVersionDependencies,
): Promise<PolicyView> {
  const id = requirePolicyId(policyId);
  return activateVersion(tenant, id, () => version, dependencies);
}

/**
 * Activates a version.
 * @param versionOf names it, by the line as it is
 * @throws Problem `not_found`, `invalid_state` or `policy_changed`
 */
export async function activateVersion(
  tenant: string,
  id: SessionType,
  versionOf: (line: PolicyLine) => string | number,
  dependencies: ActivatePolicyVersionDependencies,
): Promise<PolicyView> {
  const { policies, clock, emit } = dependencies;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const line = await readPolicyLine(tenant, id, dependencies);
    const version = await requireVersion(policies, tenant, id, versionOf(line));
    requireUsable(version, dependencies);
    const after = activate(line, version, clock());
    if (after === line) return toPolicyView(id, line);
    if (await policies.save(tenant, id, after)) {
      emit('PolicyActivated', 1, { Type: id });
      return toPolicyView(id, after);
    }
  }
  throw new Problem('policy_changed', `policy ${id} is being changed by others; read it again, then repeat`);
}

/** A version may have been written before the deployment began to use another face model. */
function requireUsable(
  { id, version, document }: PolicyVersion,
  { stage }: ActivatePolicyVersionDependencies,
): void {
  const { error } = inDeployment(JSON.parse(document), stage);
  if (!error) return;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Problem(
    'invalid_state',
    `version ${version} of policy ${id} does not fit this deployment any more: ${problems}; create a new version from it`,
  );
}
