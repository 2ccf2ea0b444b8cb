import { apiScope, OPERATOR_GROUP, TENANT_PATTERN, tenantScope } from '../kernel/tenancy.ts';

export interface TokenSubject {
  /** The user's tenant in the user pool. */
  readonly tenant: string | undefined;
  readonly groups: readonly string[];
}

/**
 * Scopes of a user's access token: an end user's own, an operator's by group, and the
 * tenant. A user without a valid tenant gets none, so no route accepts the token.
 */
export function scopesOf({ tenant, groups }: TokenSubject): readonly string[] {
  if (tenant === undefined || !TENANT_PATTERN.test(tenant)) return [];
  return [
    apiScope('self'),
    ...(groups.includes(OPERATOR_GROUP) ? [apiScope('operate')] : []),
    tenantScope(tenant),
  ];
}
