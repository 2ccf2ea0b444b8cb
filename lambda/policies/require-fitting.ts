import { issuePaths } from '../kernel/issue-paths.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { Problem } from '../kernel/problem.ts';
import { deployedMembersOf, inDeployment } from './domain/policy-document.ts';

/**
 * Returns the policy that a document is in this deployment.
 * @throws Problem `invalid_request` with every rule that it breaks, each by the path of its member
 */
export function requireFitting(document: unknown, stage: VerificationPolicy): VerificationPolicy {
  const members = Object(document);
  const parsed = inDeployment(members, stage);
  const problems = parsed.success
    ? [...deployedMembers(members), ...missingModels(parsed.data, stage)]
    : parsed.error.issues.flatMap((issue) =>
        issuePaths(issue).map((path) => ({ path: ['change', ...path].join('.'), message: issue.message })),
      );
  if (parsed.success && problems.length === 0) return parsed.data;
  const named = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new Problem('invalid_request', `the policy is not valid: ${named}`, { errors: [...problems] });
}

const deployedMembers = (document: Readonly<Record<string, unknown>>) =>
  deployedMembersOf(document).map((path) => ({
    path: `change.${path}`,
    message: 'belongs to the deployment; set it in lib/config.ts',
  }));

/** Faces of each model that the deployment knows may be compared at any time. */
const missingModels = (policy: VerificationPolicy, stage: VerificationPolicy) =>
  Object.keys(stage.match_thresholds)
    .filter((model) => !Object.hasOwn(policy.match_thresholds, model))
    .map((model) => ({
      path: `change.match_thresholds.${model}`,
      message: `is missing: faces of model ${model} are in use in this deployment`,
    }));
