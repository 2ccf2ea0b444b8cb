import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import {
  CONFIDENCE_MEASURE,
  confidenceLimits,
  confidenceStanding,
} from '../../liveness/domain/liveness-verdict.ts';
import { isWithoutLight } from '../../sessions/domain/alternative-path.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { certain, type JudgedAgain, numberOf, storedReasons, unknown, unmeasured } from './judged-again.ts';

type CheckedSession = Pick<VerificationSession, 'type' | 'checks' | 'liveness_failures' | 'alternative_path'>;
type LivenessPolicy = Pick<VerificationPolicy, 'liveness'>;

/** The liveness of a session under another policy. */
export interface LivenessAgain extends JudgedAgain {
  /** Failed checks of the session, of which the policy allows a number. */
  readonly failures: number;
}

/**
 * Judges the latest liveness check of a session by another policy. Its earlier failures stay failures, unless
 * the policy asks for less confidence than they were judged by: one of them might have passed, with another
 * selfie.
 * @param pinned the policy by which the check was judged
 */
export function judgeLivenessAgain(
  session: CheckedSession,
  policy: LivenessPolicy,
  pinned: LivenessPolicy,
): LivenessAgain {
  const { type, checks, liveness_failures } = session;
  const check = checks.liveness;
  if (!check) return { ...unknown('check_not_made'), failures: liveness_failures };
  const hadFailed = check.status === 'failed';
  const earlier = liveness_failures - (hadFailed ? 1 : 0);
  const limits = confidenceLimits(type, policy);
  const asksLess = limits.reviewFrom < confidenceLimits(type, pinned).reviewFrom;
  const hasOtherChallenge =
    !isWithoutLight(session) && policy.liveness.challenge !== pinned.liveness.challenge;
  if (hasOtherChallenge || (asksLess && earlier > 0))
    return { ...unknown('other_capture'), failures: liveness_failures };
  const judged = judge(storedReasons(check), numberOf(check, CONFIDENCE_MEASURE), limits);
  const fails = judged.reasons.some((reason) => reason !== 'liveness_in_band');
  return { ...(judged.isUnmeasured ? unmeasured(check) : judged), failures: earlier + (fails ? 1 : 0) };
}

/** Reasons that the confidence does not explain. */
const UNEXPLAINED: readonly ReasonCode[] = ['challenge_version_retired', 'liveness_check_failed'];

function judge(
  stored: readonly ReasonCode[],
  confidence: number | undefined,
  limits: Parameters<typeof confidenceStanding>[1],
): JudgedAgain & { readonly isUnmeasured?: true } {
  const unexplained = stored.filter((reason) => UNEXPLAINED.includes(reason));
  if (unexplained.length > 0) return certain(unexplained);
  if (confidence === undefined) return { ...certain(stored), isUnmeasured: true };
  const standing = confidenceStanding(confidence, limits);
  if (standing === 'below') return certain(['liveness_confidence_low']);
  if (stored.includes('reference_image_missing')) return certain(['reference_image_missing']);
  return certain(standing === 'in_band' ? ['liveness_in_band'] : []);
}
