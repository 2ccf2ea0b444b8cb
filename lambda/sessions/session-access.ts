import { type Caller, mayActOn } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';
import { isByDocument } from './domain/alternative-path.ts';
import { statusAt, type VerificationSession } from './domain/verification-session.ts';
import type { SessionStore } from './ports/session-store.ts';

/**
 * Returns the session with an id, if this caller may see it.
 * @throws Problem `not_found`, the same for a missing session and for one that is not the caller's to see
 */
export async function readSession(
  sessions: Pick<SessionStore, 'get'>,
  caller: Caller,
  sessionId: string,
): Promise<VerificationSession> {
  const session = await sessions.get(caller.tenant, sessionId);
  if (!session || !mayActOn(caller, session))
    throw new Problem('not_found', `verification session ${sessionId} does not exist`);
  return session;
}

/**
 * Requires a session that still waits for the person.
 * @throws Problem `session_expired` or `invalid_state`
 */
export function requireOpen(session: VerificationSession, now: Date): void {
  const status = statusAt(session, now);
  if (status === 'expired' || status === 'abandoned') {
    throw new Problem(
      'session_expired',
      `verification session ${session.id} expired at ${session.expires_at}; create a new one`,
    );
  }
  if (status !== 'requires_input') throw stateProblem(session);
}

/**
 * Requires a session that has not left the liveness check behind: after that, no face is looked at.
 * @throws Problem `invalid_state`
 */
export function requireFaceCheck(session: VerificationSession): void {
  if (isByDocument(session))
    throw new Problem(
      'invalid_state',
      `verification session ${session.id} is on the path without a face, which takes no liveness check; upload the document and submit`,
    );
}

/**
 * Returns a session that still waits for the person. Every answer that hands out a form or credentials asks
 * for it, a replayed one too: nothing fresh is issued for a session that is closed.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`
 */
export async function readOpenSession(
  sessions: Pick<SessionStore, 'get'>,
  caller: Caller,
  sessionId: string,
  now: Date,
): Promise<VerificationSession> {
  const session = await readSession(sessions, caller, sessionId);
  requireOpen(session, now);
  return session;
}

/**
 * Requires a live session: an image or a person of a test session would be looked at for nothing.
 * @throws Problem `test_session`
 */
export function requireLive({ id, livemode }: VerificationSession): void {
  if (!livemode)
    throw new Problem(
      'test_session',
      `verification session ${id} is a test session, which takes no liveness check, document or submit; call POST /v1/test-helpers/verification-sessions/${id}/simulate`,
    );
}

export const stateProblem = (session: VerificationSession): Problem =>
  new Problem('invalid_state', `verification session ${session.id} is ${session.status}`);
