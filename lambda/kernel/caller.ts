/** Who calls the API, as the access token says. */
export interface Caller {
  readonly tenant: string;
  /** `sub` of a user's token, client id of a machine's. */
  readonly subject: string;
  readonly scopes: readonly CallerScope[];
}
/** `self`: an end user; `manage`: a customer's backend; `operate`: staff. */
export type CallerScope = 'self' | 'manage' | 'operate';

/** End users see and do what is theirs; backends and operators act for any user of their tenant. */
export const mayActFor = (caller: Caller, userId: string): boolean =>
  caller.scopes.includes('manage') || caller.scopes.includes('operate') || caller.subject === userId;
