import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { Problem } from '../kernel/problem.ts';
import { isWithoutLight } from '../sessions/domain/alternative-path.ts';
import type { LivenessSession } from '../sessions/domain/liveness-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { readOpenSession, requireFaceCheck } from '../sessions/session-access.ts';
import type { livenessSessionView } from './contract.ts';
import type { LivenessCredentials } from './ports/liveness-credentials.ts';

export interface LivenessSessionViewDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly credentials: LivenessCredentials;
  /** Region to which the component streams. */
  readonly region: () => Promise<string>;
  readonly clock: Clock;
}

/**
 * Returns a liveness session with credentials, which are issued for every response and never stored.
 * @throws Problem `not_found`, `session_expired`, `invalid_state` or `liveness_session_expired`, also for a
 * replay
 */
export async function toLivenessSessionView(
  caller: Caller,
  { id, verification_session_id, challenge, expires_at }: LivenessSession,
  { sessions, credentials, region, clock }: LivenessSessionViewDependencies,
): Promise<z.infer<typeof livenessSessionView>> {
  const now = clock();
  const session = await readOpenSession(sessions, caller, verification_session_id, now);
  requireFaceCheck(session);
  // created before its person asked for the other path
  if (isWithoutLight(session) && challenge !== 'FaceMovementChallenge')
    throw new Problem(
      'invalid_state',
      `liveness session ${id} shows flashing light, and its person asked for a check without; create a new one`,
    );
  if (Date.parse(expires_at) <= now.getTime())
    throw new Problem(
      'liveness_session_expired',
      `liveness session ${id} expired at ${expires_at}; create a new one`,
    );
  return {
    liveness_session_id: id,
    region: await region(),
    challenge,
    expires_at,
    credentials: await credentials.issue(id),
  };
}
