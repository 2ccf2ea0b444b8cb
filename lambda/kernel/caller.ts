import {
  BACKEND_SCOPES,
  GRANTED_SCOPES,
  type GrantedScope,
  type OperatorRole,
  ROLES_BY_RANK,
} from './tenancy.ts';

/** The caller of the API, from the access token. */
export interface Caller {
  readonly tenant: string;
  /** `sub` of a user's token, client id of a machine's. */
  readonly subject: string;
  readonly scopes: readonly CallerScope[];
  /** Of an operator: the highest one that the token carries. */
  readonly role?: OperatorRole;
  /** Of a client token: the one session that it acts on, and nothing else. */
  readonly session_id?: string;
}
/** `self`: an end user; `operate`: staff; the others: a customer's backend. */
export type CallerScope = 'self' | 'operate' | (typeof BACKEND_SCOPES)[number];

/**
 * Whether a caller may act for a user: end users for
 * themselves, backends and operators for their tenant's users.
 */
export const mayActFor = (caller: Caller, userId: string): boolean =>
  // its subject is a session, which a user could be named like
  caller.session_id === undefined &&
  (isBackend(caller) || caller.scopes.includes('operate') || caller.subject === userId);

/** Whether a caller may act on a session: a client token on its own, others on those of whom they act for. */
export const mayActOn = (
  caller: Caller,
  session: { readonly id: string; readonly user_id: string },
): boolean =>
  caller.session_id === undefined ? mayActFor(caller, session.user_id) : caller.session_id === session.id;

/** Whether a caller is a customer's backend, whose statements about a device are believed. */
export const isBackend = ({ scopes }: Pick<Caller, 'scopes'>): boolean =>
  BACKEND_SCOPES.some((scope) => scopes.includes(scope));

/** Returns the scope that a backend must have been granted for a route; undefined if it needs none. */
export const grantFor = ({
  scopes,
}: {
  readonly scopes: readonly CallerScope[];
}): GrantedScope | undefined =>
  scopes.includes('manage') ? undefined : GRANTED_SCOPES.find((scope) => scopes.includes(scope));

/** Whether no role may do more. */
export const isHighestRole = (role: OperatorRole): boolean => role === ROLES_BY_RANK.at(-1);

/** Whether a caller is an operator with a role or a higher one. */
export const hasRole = ({ role }: Caller, least: OperatorRole): boolean =>
  role !== undefined && ROLES_BY_RANK.indexOf(role) >= ROLES_BY_RANK.indexOf(least);
