import type { Check } from '../../kernel/check.ts';
import { isReasonCode, type ReasonCode } from '../../kernel/reason-code.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { storedReasons } from './judged-again.ts';
import { APPROVED, type Ending } from './simulated-ending.ts';

/**
 * Returns how a session ended by what its checks said: one that the policy left to a person counts as
 * reviewed, however they decided.
 * @throws Error if nothing was decided
 */
export function recordedEnding(session: VerificationSession): Ending {
  const { id, status, decision, review } = session;
  if (status === 'in_review' || decision?.decided_by === 'reviewer')
    return { outcome: 'review', reasons: (review?.reason_codes ?? []).filter(isReasonCode) };
  const settled = settledReasons(session);
  if (settled.length > 0) return { outcome: 'review', reasons: settled };
  if (decision?.outcome === 'approved') return APPROVED;
  if (decision?.outcome === 'declined')
    return { outcome: 'decline', reasons: decision.reason_codes.filter(isReasonCode) };
  throw new Error(`session ${id} was not decided`);
}

/** Returns the reasons with which a run went on, since people had settled them. */
const settledReasons = ({
  checks: { liveness, capture_comparison, face_match, enrollment_claim },
}: VerificationSession): readonly ReasonCode[] => {
  if (!enrollment_claim) return [];
  const inBand = (check: Check | undefined) => (check?.status === 'review' ? storedReasons(check) : []);
  // an equal picture fails its check, and still goes on once a person has accepted it
  const copies = capture_comparison ? storedReasons(capture_comparison) : [];
  return [...inBand(liveness), ...copies, ...inBand(face_match)];
};
