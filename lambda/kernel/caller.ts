import { type OperatorRole, ROLES_BY_RANK } from './tenancy.ts';

/** The caller of the API, from the access token. */
export interface Caller {
  readonly tenant: string;
  /** `sub` of a user's token, client id of a machine's. */
  readonly subject: string;
  readonly scopes: readonly CallerScope[];
  /** Of an operator: the highest one that the token carries. */
  readonly role?: OperatorRole;
}
/** `self`: an end user; `manage`: a customer's backend; `operate`: staff. */
export type CallerScope = 'self' | 'manage' | 'operate';

/**
 * Whether a caller may act for a user: end users for
 * themselves, backends and operators for their tenant's users.
 */
export const mayActFor = (caller: Caller, userId: string): boolean =>
  caller.scopes.includes('manage') || caller.scopes.includes('operate') || caller.subject === userId;

/** Whether a caller is a customer's backend, whose statements about a device are believed. */
export const isBackend = (caller: Caller): boolean => caller.scopes.includes('manage');

/** Whether a caller is an operator with a role or a higher one. */
export const hasRole = ({ role }: Caller, least: OperatorRole): boolean =>
  role !== undefined && ROLES_BY_RANK.indexOf(role) >= ROLES_BY_RANK.indexOf(least);
