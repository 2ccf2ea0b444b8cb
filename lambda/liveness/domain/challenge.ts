import type { LivenessChallenge } from '../../kernel/liveness-challenge.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { isWithoutLight } from '../../sessions/domain/alternative-path.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

/** Returns the challenge of a session's next liveness check: the policy's, or that without flashing light. */
export const challengeOf = (
  session: Pick<VerificationSession, 'alternative_path'>,
  { challenge }: Pick<VerificationPolicy['liveness'], 'challenge'>,
): LivenessChallenge => (isWithoutLight(session) ? 'FaceMovementChallenge' : challenge);
