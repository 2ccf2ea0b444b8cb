import * as z from 'zod/mini';
import {
  type VerificationPolicy,
  verificationPolicyMembers,
  verificationPolicySchema,
} from '../../kernel/policy.ts';

/** Members of a policy's search that follow from the quotas and the network of the deployment. */
const DEPLOYED_SEARCH = { max_concurrency: true, deadline_ms: true } as const;
/** Members that a deployment sets for every policy: prices, and the model that CompareFaces runs. */
const DEPLOYED = { prices_usd: true, stateless_face_model_version: true } as const;

/**
 * The text of one version of a policy: every member of a policy but those that belong to the deployment. All
 * session types share the form, so that the policy of the config and each preset serve any of them.
 */
export const policyDocument = z.extend(z.omit(verificationPolicyMembers, { ...DEPLOYED, search: true }), {
  search: z.omit(verificationPolicyMembers.shape.search, DEPLOYED_SEARCH),
});
export type PolicyDocument = z.infer<typeof policyDocument>;

/** Returns a policy without the members of its deployment. */
export function documentOf(policy: VerificationPolicy): PolicyDocument {
  const { prices_usd, stateless_face_model_version, search, ...rest } = policy;
  const { max_concurrency, deadline_ms, ...searched } = search;
  return { ...rest, search: searched };
}

/** Returns the members of a document that belong to the deployment, by their paths. */
export function deployedMembersOf(document: Readonly<Record<string, unknown>>): readonly string[] {
  const search = Object(document.search);
  return [
    ...Object.keys(DEPLOYED).filter((name) => Object.hasOwn(document, name)),
    ...Object.keys(DEPLOYED_SEARCH)
      .filter((name) => Object.hasOwn(search, name))
      .map((name) => `search.${name}`),
  ];
}

/**
 * Completes a document by the members of a deployment.
 * @param document as it was stored, by this release or an earlier one
 * @param stage the deployment's own policy
 * @returns the policy, or every rule that it breaks
 */
export function inDeployment(
  document: Readonly<Record<string, unknown>>,
  { prices_usd, stateless_face_model_version, search }: VerificationPolicy,
) {
  const { max_concurrency, deadline_ms } = search;
  return verificationPolicySchema.safeParse({
    ...document,
    prices_usd,
    stateless_face_model_version,
    search: { ...Object(document.search), max_concurrency, deadline_ms },
  });
}
