import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { PolicyReference } from '../kernel/policy-reference.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { SessionType } from '../kernel/session-type.ts';
import { documentOf } from './domain/policy-document.ts';
import { addStageVersion, type PolicyLine } from './domain/policy-version.ts';
import type { PolicyStore } from './ports/policy-store.ts';
import type { PolicyOf } from './read-pinned-policy.ts';

export interface ReadPolicyLineDependencies {
  readonly policies: Pick<PolicyStore, 'line' | 'add'>;
  /** The deployment's own policy. */
  readonly stage: VerificationPolicy;
  readonly clock: Clock;
}

export interface FindActivePolicyDependencies extends ReadPolicyLineDependencies {
  readonly policyOf: PolicyOf;
}

export interface ActivePolicy {
  readonly reference: PolicyReference;
  readonly policy: VerificationPolicy;
}

/** Each time another request came first: the writers are the first requests after a deployment. */
const MAX_ATTEMPTS = 5;

/**
 * Returns the policy that new sessions of a type get. The first request after the deployment's policy has
 * changed adds it as a version.
 */
export async function findActivePolicy(
  tenant: string,
  id: SessionType,
  dependencies: FindActivePolicyDependencies,
): Promise<ActivePolicy> {
  const { stage, policyOf } = dependencies;
  const line = await readPolicyLine(tenant, id, dependencies);
  const reference = { id, version: line.active };
  // most deployments decide by their config, which every function has at hand
  const isStage = line.active_fingerprint === line.stage_fingerprint;
  return { reference, policy: isStage ? stage : await policyOf({ tenant, policy: reference }) };
}

/** Returns the line of a policy, once it counts the policy of the deployment's config. */
export async function readPolicyLine(
  tenant: string,
  id: SessionType,
  { policies, stage, clock }: ReadPolicyLineDependencies,
): Promise<PolicyLine> {
  const document = documentOf(stage);
  const fingerprint = policyFingerprint(document);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const line = await policies.line(tenant, id);
    if (line?.stage_fingerprint === fingerprint) return line;
    const now = clock();
    const created_at = now.toISOString();
    const version = { tenant, id, origin: 'stage', fingerprint, created_at } as const;
    const added = addStageVersion(line, { ...version, document: JSON.stringify(document) }, now);
    if (await policies.add(added)) return added.line;
  }
  throw new Error(`policy ${id} was changed by others in each of ${MAX_ATTEMPTS} attempts`);
}
