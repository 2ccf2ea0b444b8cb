import { readFileSync } from 'node:fs';
import { type VerificationPolicy, verificationPolicySchema } from '../../kernel/policy.ts';
import { pathBesideCode } from '../../platform/read-env.ts';

/**
 * Reads the policy of the deployment's config, which is packed with the code: an environment holds 4 KB.
 * @throws ZodError if it is invalid
 */
export const readStagePolicy = ({ POLICY_FILE }: { readonly POLICY_FILE: string }): VerificationPolicy =>
  verificationPolicySchema.parse(JSON.parse(readFileSync(pathBesideCode(POLICY_FILE), 'utf8')));
