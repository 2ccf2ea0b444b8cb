import { type AccessRequest, effectOf } from './evaluate.ts';
import type { RequestContext } from './pattern.ts';
import type { PolicyStatement } from './policy.ts';

/**
 * Decides whether the policy of a resource lets an AWS service use it: nothing else could, since a service
 * has no policies of its own (IAM user guide, "AWS service principals").
 * @param service such as `cloudwatch.amazonaws.com`
 */
export function allowsService(
  policy: readonly PolicyStatement[],
  service: string,
  request: AccessRequest,
): boolean {
  return (
    effectOf(
      policy.filter(({ Principal }) => isAbout(Principal, service)),
      request,
    ) === 'Allow'
  );
}

/** `"*"` and `{ "AWS": "*" }` are everyone (IAM user guide, "AWS JSON policy elements: Principal"). */
function isAbout(principal: PolicyStatement['Principal'], service: string): boolean {
  if (principal === undefined || principal === '*') return principal === '*';
  return (principal.AWS ?? []).includes('*') || (principal.Service ?? []).includes(service);
}

/** Condition keys of a request that a service sends for a resource, such as CloudWatch for an alarm. */
export function contextOfService(sourceArn: string): RequestContext {
  const account = sourceArn.split(':')[4] ?? '';
  return new Map([
    ['aws:sourceaccount', [account]],
    ['aws:sourceowner', [account]],
    ['aws:sourcearn', [sourceArn]],
    ['aws:securetransport', ['true']],
  ]);
}
