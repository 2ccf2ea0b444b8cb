import type { TransitionName } from '../../sessions/domain/session-status.ts';
import { type SessionFacts, transition } from '../../sessions/domain/session-transition.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';

/** A transition that a simulation makes. */
export interface Step {
  readonly name: TransitionName;
  readonly facts: SessionFacts;
}

/** Transitions one after another, and the session as it is after them. */
export interface Simulation {
  readonly steps: readonly Step[];
  readonly session: VerificationSession;
}

/** Why a session cannot be moved so: the reason does not fit, or where the session is. */
export interface Refusal {
  readonly refused: 'reason' | 'state';
  readonly why: string;
}

export const isRefusal = (planned: Simulation | Refusal): planned is Refusal => 'refused' in planned;

/** Begins with a session as it is. */
export const simulationOf = (session: VerificationSession): Simulation => ({ steps: [], session });

/** Adds the transition that follows for the session as it is by then, by the rules of all sessions. */
export function followedBy(
  planned: Simulation | Refusal,
  next: (session: VerificationSession) => Step | undefined,
  now: Date,
): Simulation | Refusal {
  if (isRefusal(planned)) return planned;
  const { session, steps } = planned;
  const step = next(session);
  const applied = step && transition(session, step.name, step.facts, now);
  if (step && applied) return { steps: [...steps, step], session: applied.session };
  return { refused: 'state', why: `is ${session.status}, from where this outcome does not follow` };
}
