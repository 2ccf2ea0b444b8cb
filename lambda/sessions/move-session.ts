import { emitLockouts } from '../abuse/count-failure.ts';
import { emitTakeover } from '../abuse/record-takeover-signal.ts';
import { type CheckName, checkName } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { OPEN_STATUSES } from './domain/open-sessions.ts';
import type { TransitionName } from './domain/session-status.ts';
import { type AppliedTransition, type SessionFacts, transition } from './domain/session-transition.ts';
import { interruptionOf, stoppingPointOf } from './domain/stopping-point.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import { emitFindings } from './emit-check.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { SessionTransitions, TransitionEffects } from './ports/session-transitions.ts';

export interface MoveSessionDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly transitions: Pick<SessionTransitions, 'apply'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** A transition that is about to be made. */
export interface Move {
  readonly name: TransitionName;
  readonly facts?: SessionFacts;
  readonly effects?: TransitionEffects;
}

/** Writers of one session are its person and its workflow; each round one of them has moved it. */
const MAX_ATTEMPTS = 8;

/**
 * Makes a transition of a session with its effects, and counts it. If another writer comes first, the session
 * is read and the move is planned again.
 * @param session as it was read
 * @param plan called with the session as it is; returns undefined if there is nothing to do any more
 * @returns undefined if nothing was done, the session is gone, or its status does not allow the transition
 */
export async function moveSession(
  session: VerificationSession,
  plan: (session: VerificationSession) => Move | undefined | Promise<Move | undefined>,
  { sessions, transitions, clock, emit }: MoveSessionDependencies,
): Promise<AppliedTransition | undefined> {
  let current: VerificationSession | undefined = session;
  for (let attempt = 1; current && attempt <= MAX_ATTEMPTS; attempt += 1) {
    const move = await plan(current);
    const applied = move && transition(current, move.name, move.facts ?? {}, clock());
    if (!applied) return undefined;
    if (await transitions.apply(applied, move.effects)) {
      emitTransition(applied, emit);
      emitLockouts(move.effects?.lockouts ?? [], emit);
      if (move.effects?.takeover) emitTakeover(move.effects.takeover, emit);
      return applied;
    }
    current = await sessions.get(session.tenant, session.id);
  }
  if (!current) return undefined;
  throw new Error(`session ${session.id} was changed by others in each of ${MAX_ATTEMPTS} attempts`);
}

/**
 * Counts a transition of a live session that was written: outcome, duration and reasons of a decision, or why
 * it was held or is tried again.
 */
export function emitTransition(
  { name, before, facts, session, event }: AppliedTransition,
  emit: EmitMetric,
): void {
  // a test says nothing about people
  if (!session.livemode) return;
  const { type: Type, status, decision, review } = session;
  for (const check of checkName.options) {
    const made = facts.checks?.[check];
    // calls are counted where they are made: the record of a liveness check adds up those of all attempts
    if (made) emitFindings(Type, check, made, emit);
  }
  if (name === 'submit' || name === 'submit_document') emit('VerificationSubmitted', 1, { Type });
  if (name === 'resubmit') emit('VerificationResubmitted', 1, {});
  if (name === 'hold' || name === 'submit_document')
    for (const reason of review?.reason_codes ?? []) emit('VerificationHeld', 1, { ReasonCode: reason });
  if (name === 'try_again')
    for (const reason of event.reason_codes)
      emit('AttemptFailed', 1, { Step: 'document', ReasonCode: reason });
  if (before.status === status || OPEN_STATUSES.includes(status) || status === 'in_review') return;
  const dimensions = { Type, Outcome: status };
  emit('VerificationDecided', 1, dimensions);
  const Step = stoppingPointOf(session);
  if (Step)
    for (const Reason of stopReasonsOf(session))
      emit('VerificationIncomplete', 1, { ...dimensions, Step, Reason });
  if (!decision) return;
  const durationMs = Date.parse(decision.decided_at) - Date.parse(session.created_at);
  emit('VerificationDuration', durationMs, dimensions);
  for (const reason of decision.reason_codes)
    emit('VerificationReason', 1, { Type, Step: checkThatFound(reason, session), ReasonCode: reason });
}

/** Returns why a session stopped: what its app has reported, or the fault that ended it. */
function stopReasonsOf(session: VerificationSession): readonly string[] {
  const { status, decision } = session;
  if (status === 'error') return decision?.reason_codes ?? [];
  return [interruptionOf(session) ?? 'unknown'];
}

/** Returns the check of the latest run that has a reason; one of the session as a whole has none. */
const checkThatFound = (reason: string, { checks }: VerificationSession): CheckName | 'session' =>
  checkName.options.find((name) => checks[name]?.reason_codes.includes(reason)) ?? 'session';
