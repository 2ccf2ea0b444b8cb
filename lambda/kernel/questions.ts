import type { CaseReason } from './case-finding.ts';
import type { VerificationPolicy } from './policy.ts';
import type { ReasonCode } from './reason-code.ts';

/** Members of a policy that say what is left to a person. */
export type ReviewingPolicy = Pick<VerificationPolicy, 'duplicates' | 'watchlist' | 'replay'> & {
  readonly search: Pick<VerificationPolicy['search'], 'on_incomplete'>;
};

/** The question that a person answers about a reason; undefined where the policy leaves nothing to them. */
function questionOf(
  reason: ReasonCode,
  { duplicates, watchlist, replay, search }: ReviewingPolicy,
): CaseReason | undefined {
  switch (reason) {
    case 'duplicate_face':
      return duplicates === 'review' ? 'possible_duplicate' : undefined;
    case 'watchlist_hit':
      return watchlist.on_hit === 'review' ? reason : undefined;
    case 'replay_suspected':
      return replay.equal === 'review' ? reason : undefined;
    case 'search_incomplete':
      return search.on_incomplete === 'review' ? 'search_incomplete' : undefined;
    case 'possible_duplicate':
    case 'match_in_band':
    case 'liveness_in_band':
    case 'near_copy_suspected':
      return reason;
    default:
      return undefined;
  }
}

/** Reasons with which a policy may let a login go on, and open a case beside it. */
export const NOTED_REASONS = [
  'watchlist_hit',
  'replay_suspected',
  'near_copy_suspected',
] as const satisfies readonly ReasonCode[];

/**
 * Returns the questions that a person has to answer before a run that ended for these reasons goes on, each
 * once. Empty if the policy decides: one reason that needs no person declines for all of them.
 */
export function questionsOf(reasons: readonly ReasonCode[], policy: ReviewingPolicy): readonly CaseReason[] {
  const questions = reasons.map((reason) => questionOf(reason, policy));
  return questions.every((question) => question !== undefined) ? [...new Set(questions)] : [];
}
