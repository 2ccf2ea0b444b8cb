import type { components } from '@face-idv/client';

export type Policy = components['schemas']['Policy'];
export type PolicyId = Policy['id'];

/** Session types, in the order in which a person meets them. */
export const POLICY_NAMES: Readonly<Record<PolicyId, string>> = {
  registration: 'Registrations',
  authentication: 'Logins',
  step_up: 'Step-ups',
  re_enrollment: 'Re-enrollments',
};

/** Returns the session type of an address; undefined for another text. */
export const policyIdOf = (text: string | undefined): PolicyId | undefined =>
  Object.keys(POLICY_NAMES).find((id) => id === text) as PolicyId | undefined;

/** Who has written or activated a version. */
export const ORIGIN_TEXTS: Readonly<Record<Policy['active_by'], string>> = {
  stage: 'the configuration of the deployment',
  operator: 'an operator',
};

/** Effect of activating a version, which the dialog states. */
export const ACTIVATE_MEANING =
  'Sessions that are created from now on are decided by this version. Sessions that exist keep theirs. You can undo it: a rollback activates the version that was active before.';

export const ROLL_BACK_MEANING =
  'Sessions that are created from now on are decided by the version that was active before this one. Sessions that exist keep theirs. You can undo it by another rollback.';
