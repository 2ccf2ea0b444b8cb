import { apiScope, OPERATOR_ROLES, TENANT_PATTERN, tenantScope } from '../kernel/tenancy.ts';

export interface TokenSubject {
  /** The user's tenant in the user pool. */
  readonly tenant: string | undefined;
  readonly groups: readonly string[];
}

/** Answer of the pre-token-generation trigger (event version 2, which may change access tokens). */
export const tokenClaims = (subject: TokenSubject) => ({
  claimsAndScopeOverrideDetails: {
    accessTokenGeneration: { scopesToAdd: [...scopesOf(subject)] },
  },
});

/**
 * Scopes of a user's access token: an end user's own, those of an operator's roles by group, and the
 * tenant. A user without a valid tenant gets none, so no route accepts the token.
 */
export function scopesOf({ tenant, groups }: TokenSubject): readonly string[] {
  if (tenant === undefined || !TENANT_PATTERN.test(tenant)) return [];
  return [
    apiScope('self'),
    ...Object.values(OPERATOR_ROLES)
      .filter(({ group }) => groups.includes(group))
      .map(({ scope }) => apiScope(scope)),
    tenantScope(tenant),
  ];
}
