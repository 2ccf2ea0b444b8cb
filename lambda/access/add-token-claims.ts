import { apiScope, OPERATOR_GROUP, TENANT_PATTERN, tenantScope } from '../kernel/tenancy.ts';

export interface TokenSubject {
  /** What the user pool says of the user's tenant. */
  readonly tenant: string | undefined;
  readonly groups: readonly string[];
}

/**
 * Scopes that a user's access token gets: an end user's own, an operator's by group, and the tenant. A user without a
 * valid tenant gets none, and so no route answers.
 */
export function scopesOf({ tenant, groups }: TokenSubject): readonly string[] {
  if (tenant === undefined || !TENANT_PATTERN.test(tenant)) return [];
  return [
    apiScope('self'),
    ...(groups.includes(OPERATOR_GROUP) ? [apiScope('operate')] : []),
    tenantScope(tenant),
  ];
}
