import { TENANT_ATTRIBUTE, TENANT_PATTERN } from '../../kernel/tenancy.ts';

/** A user of the user pool. */
export interface PoolUser {
  readonly tenant: string;
  /** The attribute `sub`, which is the id of the user in this product. */
  readonly userId: string;
}

/** The members of a trigger's request that say who signs in. */
interface Reported {
  readonly userAttributes: Readonly<Record<string, string>>;
  readonly userNotFound?: boolean | undefined;
}

/** Returns who signs in; undefined for a name that no user has, and for a user without a tenant. */
export function poolUserOf({ userAttributes, userNotFound }: Reported): PoolUser | undefined {
  const { sub } = userAttributes;
  const tenant = userAttributes[`custom:${TENANT_ATTRIBUTE}`];
  if (userNotFound === true || sub === undefined || tenant === undefined) return undefined;
  return TENANT_PATTERN.test(tenant) ? { tenant, userId: sub } : undefined;
}
