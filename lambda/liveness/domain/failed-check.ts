import { declined } from '../../kernel/decision.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { SessionFacts } from '../../sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

/** The transition that a failed liveness check makes. */
export interface FailedCheck {
  readonly name: 'fail_liveness' | 'exhaust_attempts';
  readonly facts: Pick<SessionFacts, 'liveness_failures' | 'decision'>;
}

/** Whether a check failed because of the app: the person did not fail, and nothing is counted. */
export const isUncounted = (reason: ReasonCode): boolean => reason === 'challenge_version_retired';

/** Returns the transition of a session whose liveness check failed: the last failure allowed declines it. */
export function failedCheck(
  session: Pick<VerificationSession, 'liveness_failures' | 'liveness_failures_allowed'>,
  reason: ReasonCode,
  policyVersion: string,
  now: Date,
): FailedCheck {
  if (isUncounted(reason)) return { name: 'fail_liveness', facts: {} };
  const liveness_failures = session.liveness_failures + 1;
  if (liveness_failures < session.liveness_failures_allowed)
    return { name: 'fail_liveness', facts: { liveness_failures } };
  const decision = declined(['attempts_exhausted', reason], policyVersion, now);
  return { name: 'exhaust_attempts', facts: { liveness_failures, decision } };
}
