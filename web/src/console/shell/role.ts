/** What an operator may do, each scope including those before it. */
export type OperatorScope = 'view' | 'review' | 'operate';

const BY_RANK: readonly OperatorScope[] = ['view', 'review', 'operate'];

const ROLES: Readonly<Record<OperatorScope, string>> = {
  view: 'Viewer',
  review: 'Reviewer',
  operate: 'Administrator',
};

/** Returns the highest operator's scope of an access token; undefined for the token of an end user. */
export function highestScope(scopes: readonly string[]): OperatorScope | undefined {
  return BY_RANK.findLast((scope) => scopes.includes(`face-idv/verifications.${scope}`));
}

/** Whether an operator with one scope may do what takes another. */
export const allows = (held: OperatorScope, needed: OperatorScope): boolean =>
  BY_RANK.indexOf(held) >= BY_RANK.indexOf(needed);

/** Name of the role that a scope stands for. */
export const roleName = (scope: OperatorScope): string => ROLES[scope];
