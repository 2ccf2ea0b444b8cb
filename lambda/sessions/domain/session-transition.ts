import { type SessionEvent, sessionEventOf } from './session-event.ts';
import { CREATION_EVENT, type SessionStatus, TRANSITIONS, type TransitionName } from './session-status.ts';
import type { VerificationSession } from './verification-session.ts';

/** Fields that a transition may write besides the status; checks are added to those of the session. */
export type SessionFacts = Partial<
  Pick<
    VerificationSession,
    | 'submitted_at'
    | 'document'
    | 'selfie'
    | 'liveness_failures'
    | 'checks'
    | 'decision'
    | 'review'
    | 'runs'
    | 'resumed_at'
  >
>;

/** A transition as it is to be written: only while the session is as it was before. */
export interface AppliedTransition {
  readonly name: TransitionName;
  readonly before: Pick<VerificationSession, 'status' | 'sequence'>;
  readonly facts: SessionFacts;
  /** The session afterwards. */
  readonly session: VerificationSession;
  readonly event: SessionEvent;
}

/**
 * Makes a transition of a session. This is the only place where a status changes.
 * @returns undefined if the session's status does not allow the transition
 */
export function transition(
  session: VerificationSession,
  name: TransitionName,
  facts: SessionFacts,
  now: Date,
): AppliedTransition | undefined {
  const { from, to, event } = TRANSITIONS[name];
  const allowed: readonly SessionStatus[] = from;
  if (!allowed.includes(session.status)) return undefined;
  const after: VerificationSession = {
    ...session,
    ...facts,
    checks: { ...session.checks, ...facts.checks },
    status: to,
    sequence: session.sequence + 1,
  };
  const before = { status: session.status, sequence: session.sequence };
  return { name, before, facts, session: after, event: sessionEventOf(after, event, now) };
}

/** A new session, and the event that reports it. */
export interface CreatedSession {
  readonly session: VerificationSession;
  readonly event: SessionEvent;
}

/** Makes a session that waits for the person. */
export function createSession(
  fields: Omit<VerificationSession, 'status' | 'sequence'>,
  now: Date,
): CreatedSession {
  const session: VerificationSession = { ...fields, status: 'requires_input', sequence: 1 };
  return { session, event: sessionEventOf(session, CREATION_EVENT, now) };
}
