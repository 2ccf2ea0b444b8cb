import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import type { FaceChallenge } from './challenge.ts';

const MINUTE_MS = 60_000;
/** Minutes for which an approval counts: time to answer the challenge, and none to keep it for later. */
export const APPROVAL_COUNTS_MINUTES = 5;

/** A challenge that a face has passed: it is good for the tokens of one sign-in. */
export interface FaceLogin {
  readonly tenant: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly passed_at: string;
  /** Time at which it is of no use any more. */
  readonly expires_at: string;
}

/**
 * Returns the login that a session proves; undefined if it is not the challenge's own session, or not
 * approved by the user's face within the last minutes.
 */
export function faceLoginOf(
  session: VerificationSession | undefined,
  challenge: FaceChallenge,
  now: Date,
): FaceLogin | undefined {
  if (
    session?.id !== challenge.verification_session_id ||
    session.tenant !== challenge.tenant ||
    session.user_id !== challenge.user_id ||
    !session.livemode ||
    session.type !== 'authentication' ||
    session.status !== 'approved' ||
    session.decision?.outcome !== 'approved' ||
    Date.parse(session.decision.decided_at) + APPROVAL_COUNTS_MINUTES * MINUTE_MS <= now.getTime()
  )
    return undefined;
  return {
    tenant: session.tenant,
    session_id: session.id,
    user_id: session.user_id,
    passed_at: now.toISOString(),
    expires_at: new Date(now.getTime() + APPROVAL_COUNTS_MINUTES * MINUTE_MS).toISOString(),
  };
}
