import { declined, policyFingerprint } from '../../kernel/decision.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { questionsOf } from '../../kernel/questions.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import { requestedReview } from '../../sessions/domain/review.ts';
import { tryAgain } from '../../sessions/domain/session-run.ts';
import type { SessionFacts } from '../../sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { endingOf } from './refused-registration.ts';

/** The transition that a run makes which may not be approved. */
export interface RefusedRun {
  readonly name: 'try_again' | 'hold' | 'decline';
  readonly facts: SessionFacts;
}

/** Returns the transition of a registration that may not be approved for these reasons. */
export function refusedRun(
  session: VerificationSession,
  reasons: readonly ReasonCode[],
  policy: VerificationPolicy,
  now: Date,
): RefusedRun {
  const version = policyFingerprint(policy);
  const name = endingOf(session, reasons, policy, now);
  switch (name) {
    case 'try_again':
      return { name, facts: { attempt: tryAgain(reasons, version, now) } };
    case 'hold': {
      const questions = questionsOf(reasons, policy);
      return { name, facts: { review: requestedReview(reasons, questions, { ...policy, version }, now) } };
    }
    case 'decline':
      return { name, facts: { decision: declined(reasons, version, now) } };
  }
}
