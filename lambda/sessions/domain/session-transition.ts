import { isOnPath } from './alternative-path.ts';
import { mayTryAgain } from './another-attempt.ts';
import { isResumable } from './resumption.ts';
import { findingsWithoutDocument } from './review.ts';
import { type SessionEvent, sessionEventOf } from './session-event.ts';
import { checksBeforeRuns, nextRun, type RunDecision } from './session-run.ts';
import { CREATION_EVENT, TRANSITIONS, type Transition, type TransitionName } from './session-status.ts';
import type { VerificationSession } from './verification-session.ts';

/** Fields that a transition may write besides the status; checks are added to those of the session. */
type WrittenFacts = Partial<
  Pick<
    VerificationSession,
    | 'submitted_at'
    | 'document'
    | 'selfie'
    | 'liveness_failures'
    | 'checks'
    | 'decision'
    | 'review'
    | 'findings'
    | 'alternative_path'
  >
>;

/** Facts of a transition: fields to write, and the end of the run that is tried again. */
export interface SessionFacts extends WrittenFacts {
  readonly attempt?: RunDecision;
}

/** Fields that the next run writes in addition; it replaces the checks of the last one. */
type RunFacts = Partial<Pick<VerificationSession, 'runs' | 'resumed_at' | 'earlier_runs' | 'findings'>>;

/** A field that a new run begins without. */
type RemovedField = 'decision' | 'document' | 'submitted_at' | 'resumed_at';

/** A transition as it is to be written: only while the session is as it was before. */
export interface AppliedTransition {
  readonly name: TransitionName;
  readonly before: Pick<VerificationSession, 'status' | 'sequence'>;
  readonly facts: WrittenFacts & RunFacts;
  /** Fields that are removed. */
  readonly removed: readonly RemovedField[];
  /** Whether the checks are replaced, instead of being added to. */
  readonly replacesChecks: boolean;
  /** The session afterwards. */
  readonly session: VerificationSession;
  readonly event: SessionEvent;
}

/**
 * Makes a transition of a session. This is the only place where a status changes.
 * @returns undefined if the session's status or its path does not allow the transition, it cannot be resumed
 * any more, or no attempt is left
 */
export function transition(
  session: VerificationSession,
  name: TransitionName,
  facts: SessionFacts,
  now: Date,
): AppliedTransition | undefined {
  const { event } = TRANSITIONS[name];
  const { from, to, next }: Transition = TRANSITIONS[name];
  if (!from.includes(session.status)) return undefined;
  if (name === 'resubmit' && !isResumable(session, now)) return undefined;
  if (!isOnPath(session, name)) return undefined;
  const { attempt, ...given } = facts;
  if (name === 'try_again' && !mayTryAgain(session, attempt?.reason_codes ?? [], now)) return undefined;
  const removed = next === undefined ? [] : REMOVED[next];
  const { policy } = session;
  const decided = given.decision ? { decision: { ...given.decision, policy } } : {};
  const written = { ...given, ...decided, ...runFacts(session, next, attempt, now) };
  const after: VerificationSession = {
    ...without(session, removed),
    ...written,
    checks: { ...(next ? checksBeforeRuns(session.checks) : session.checks), ...given.checks },
    status: to,
    sequence: session.sequence + 1,
  };
  const before = { status: session.status, sequence: session.sequence };
  // of an attempt that failed, the event reports the run that ended
  const reported = attempt ? { ...after, runs: session.runs, decision: attempt } : after;
  return {
    name,
    before,
    facts: written,
    removed,
    replacesChecks: next !== undefined,
    session: after,
    event: sessionEventOf(reported, event, now, evidenceOf(session, facts)),
  };
}

/** Returns what the end of a run rests on; undefined for a transition that ends none. */
const evidenceOf = (
  { checks, findings }: VerificationSession,
  { checks: added, findings: found = findings, decision, review, attempt }: SessionFacts,
): Pick<VerificationSession, 'checks' | 'findings'> | undefined =>
  decision || review || attempt
    ? { checks: { ...checks, ...added }, ...(found ? { findings: found } : {}) }
    : undefined;

/** Fields that a run begins without; one that waits for the person needs another document and submit. */
const REMOVED = {
  starts: ['decision'],
  waits: ['decision', 'document', 'submitted_at', 'resumed_at'],
} as const satisfies Readonly<Record<NonNullable<Transition['next']>, readonly RemovedField[]>>;

function runFacts(
  session: VerificationSession,
  next: Transition['next'],
  attempt: RunDecision | undefined,
  now: Date,
): RunFacts {
  const { decision, document } = session;
  switch (next) {
    case undefined:
      return {};
    case 'starts':
      return { ...nextRun(session, decision ? { decision } : {}), resumed_at: now.toISOString() };
    case 'waits':
      return {
        ...nextRun(session, {
          ...(attempt ? { decision: attempt } : {}),
          ...(document ? { document } : {}),
        }),
        ...(session.findings ? { findings: findingsWithoutDocument(session.findings) } : {}),
      };
  }
}

const without = (session: VerificationSession, removed: readonly RemovedField[]): VerificationSession => {
  const rest = { ...session };
  for (const field of removed) delete rest[field];
  return rest;
};

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
