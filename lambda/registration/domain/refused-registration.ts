import { questionsOf, type ReviewingPolicy } from '../../kernel/questions.ts';
import { isInBand, type ReasonCode } from '../../kernel/reason-code.ts';
import { mayTryAgain } from '../../sessions/domain/another-attempt.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

/**
 * Returns how a run ends that may not be approved: its person is asked for another document while that may
 * help and attempts are left; it is held where the policy leaves its reasons to a reviewer; otherwise the
 * registration is declined. One reason that declines does so beside all others.
 */
export function endingOf(
  session: VerificationSession,
  reasons: readonly ReasonCode[],
  policy: ReviewingPolicy,
  now: Date,
): 'try_again' | 'hold' | 'decline' {
  if (mayTryAgain(session, reasons, now)) return 'try_again';
  return questionsOf(reasons, policy).length > 0 ? 'hold' : 'decline';
}

/**
 * Returns why a registration stops once its images were judged, before anybody has settled a score. Scores in
 * a band come to a person together, and beside a comparison that failed not at all.
 * @param unsettled reasons of a liveness check in its band
 * @param match reasons of the comparison
 */
export const stoppingReasons = <Code extends string>(
  unsettled: readonly Code[],
  match: readonly Code[],
): readonly Code[] => (match.every(isInBand) ? [...unsettled, ...match] : match);
