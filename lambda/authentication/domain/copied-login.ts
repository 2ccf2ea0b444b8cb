import type { VerificationPolicy } from '../../kernel/policy.ts';
import { isReasonCode } from '../../kernel/reason-code.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import type { LoginFindings } from './login-decision.ts';

/**
 * Returns how a login ends whose liveness check has returned pictures of another session. Nobody can wait for
 * a reviewer at a login: equal pictures end it where the policy says so, and all others are noted with it.
 */
export function copiedLogin(
  { checks }: Pick<VerificationSession, 'checks'>,
  { replay }: Pick<VerificationPolicy, 'replay'>,
): LoginFindings {
  const reasons = (checks.capture_comparison?.reason_codes ?? []).filter(isReasonCode);
  return replay.equal === 'decline' && reasons.includes('replay_suspected')
    ? { declinedFor: reasons, noted: [] }
    : { declinedFor: [], noted: reasons };
}
