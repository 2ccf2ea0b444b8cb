import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import type { VerificationPolicy } from '../../../lambda/kernel/policy.ts';
import type { SessionType } from '../../../lambda/kernel/session-type.ts';
import { documentOf } from '../../../lambda/policies/domain/policy-document.ts';
import type { PolicyVersion } from '../../../lambda/policies/domain/policy-version.ts';
import type { ActivePolicy } from '../../../lambda/policies/find-active-policy.ts';
import type { PolicyOf } from '../../../lambda/policies/read-pinned-policy.ts';
import { NOON, TENANT } from './builders.ts';

/** The first version of a policy, as the deployment's config has it. */
export const aPolicyVersion = (changes: Partial<PolicyVersion> = {}): PolicyVersion => ({
  tenant: TENANT,
  id: 'registration',
  version: 1,
  origin: 'stage',
  document: JSON.stringify(documentOf(DEFAULT_POLICY)),
  fingerprint: policyFingerprint(documentOf(DEFAULT_POLICY)),
  created_at: NOON.toISOString(),
  ...changes,
});

/** Every session has pinned this policy. */
export const pinned =
  (policy: VerificationPolicy = DEFAULT_POLICY): PolicyOf =>
  async () =>
    policy;

/** New sessions of every type get this policy, as version 1. */
export const active =
  (policy: VerificationPolicy = DEFAULT_POLICY) =>
  async (_tenant: string, id: SessionType): Promise<ActivePolicy> => ({
    reference: { id, version: 1 },
    policy,
  });
