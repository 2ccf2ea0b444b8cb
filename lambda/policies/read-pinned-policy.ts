import type { VerificationPolicy } from '../kernel/policy.ts';
import type { PolicyReference } from '../kernel/policy-reference.ts';
import { inDeployment } from './domain/policy-document.ts';
import type { PolicyStore } from './ports/policy-store.ts';

export interface ReadPinnedPolicyDependencies {
  readonly policies: Pick<PolicyStore, 'version'>;
  /** The deployment's own policy. */
  readonly stage: VerificationPolicy;
}

/** A session or its registration, which are decided by the policy that they have pinned. */
export interface Pinned {
  readonly tenant: string;
  readonly policy: PolicyReference;
}

/** Returns the policy by which a session is decided. */
export type PolicyOf = (pinned: Pinned) => Promise<VerificationPolicy>;

/**
 * Reads the policy that a session has pinned.
 * @throws Error if there is no such version, or it does not fit the deployment any more
 */
export async function readPinnedPolicy(
  { tenant, policy: { id, version } }: Pinned,
  { policies, stage }: ReadPinnedPolicyDependencies,
): Promise<VerificationPolicy> {
  const stored = await policies.version(tenant, { id, version });
  if (!stored) throw new Error(`policy ${id} has no version ${version}`);
  const parsed = inDeployment(JSON.parse(stored.document), stage);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`version ${version} of policy ${id} does not fit this deployment: ${problems.join('; ')}`);
}
