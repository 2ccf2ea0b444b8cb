import { isResumable } from './resumption.ts';
import { type SessionEvent, sessionEventOf } from './session-event.ts';
import { checksBeforeRuns, nextRun } from './session-run.ts';
import { CREATION_EVENT, TRANSITIONS, type Transition, type TransitionName } from './session-status.ts';
import type { VerificationSession } from './verification-session.ts';

/** Fields that a transition may write besides the status; checks are added to those of the session. */
export type SessionFacts = Partial<
  Pick<
    VerificationSession,
    'submitted_at' | 'document' | 'selfie' | 'liveness_failures' | 'checks' | 'decision' | 'review'
  >
>;

/** Fields that a new run writes in addition; it replaces the checks and ends the decision of the last one. */
type RunFacts = Partial<Pick<VerificationSession, 'runs' | 'resumed_at' | 'earlier_runs'>>;

/** A transition as it is to be written: only while the session is as it was before. */
export interface AppliedTransition {
  readonly name: TransitionName;
  readonly before: Pick<VerificationSession, 'status' | 'sequence'>;
  readonly facts: SessionFacts & RunFacts;
  /** Whether the checks are replaced and the decision is removed, instead of being added to. */
  readonly beginsRun: boolean;
  /** The session afterwards. */
  readonly session: VerificationSession;
  readonly event: SessionEvent;
}

/**
 * Makes a transition of a session. This is the only place where a status changes.
 * @returns undefined if the session's status does not allow the transition, or it cannot be resumed any more
 */
export function transition(
  session: VerificationSession,
  name: TransitionName,
  facts: SessionFacts,
  now: Date,
): AppliedTransition | undefined {
  const { event } = TRANSITIONS[name];
  const { from, to, beginsRun }: Transition = TRANSITIONS[name];
  if (!from.includes(session.status)) return undefined;
  if (name === 'resubmit' && !isResumable(session, now)) return undefined;
  const written = beginsRun ? { ...facts, ...nextRun(session, now) } : facts;
  const { decision: _ended, ...undecided } = session;
  const after: VerificationSession = {
    ...(beginsRun ? undecided : session),
    ...written,
    checks: { ...(beginsRun ? checksBeforeRuns(session.checks) : session.checks), ...facts.checks },
    status: to,
    sequence: session.sequence + 1,
  };
  const before = { status: session.status, sequence: session.sequence };
  return {
    name,
    before,
    facts: written,
    beginsRun: beginsRun === true,
    session: after,
    event: sessionEventOf(after, event, now),
  };
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
