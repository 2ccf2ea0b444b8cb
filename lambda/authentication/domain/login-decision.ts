import { approval, type Decision, declined } from '../../kernel/decision.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';

/** How a login ends for its checks. */
export interface LoginFindings {
  /** Why it is declined; empty if it goes on. */
  readonly declinedFor: readonly ReasonCode[];
  /** Findings of an approval, whose event opens a case. */
  readonly noted: readonly ReasonCode[];
}

/**
 * Returns how the reasons of a search of watchlists end a login: a hit either declines it, or is noted with
 * its approval, since nobody can wait for a reviewer there.
 */
export const listedLogin = (
  reasons: readonly ReasonCode[],
  { at_login }: VerificationPolicy['watchlist'],
): LoginFindings =>
  reasons.includes('watchlist_hit') && at_login === 'review'
    ? { declinedFor: [], noted: reasons }
    : { declinedFor: reasons, noted: [] };

/** The transition that decides a login or a step-up. */
export interface DecidedLogin {
  readonly name: 'approve' | 'decline';
  readonly decision: Decision;
}

/** Returns the decision of a login: a reason that was not only noted declines it. */
export const decidedLogin = (
  { declinedFor, noted }: LoginFindings,
  policyVersion: string,
  now: Date,
): DecidedLogin =>
  declinedFor.length === 0
    ? { name: 'approve', decision: approval(policyVersion, now, noted) }
    : { name: 'decline', decision: declined(declinedFor, policyVersion, now) };
