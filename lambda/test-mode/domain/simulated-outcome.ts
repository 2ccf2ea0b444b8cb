import * as z from 'zod/mini';
import { fault } from '../../kernel/decision.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import { isByDocument } from '../../sessions/domain/alternative-path.ts';
import { OPEN_STATUSES } from '../../sessions/domain/open-sessions.ts';
import { isResumable } from '../../sessions/domain/resumption.ts';
import { expiryOf, type VerificationSession } from '../../sessions/domain/verification-session.ts';
import { ORIGINS, type Origin, possibleReasons } from './reason-origin.ts';
import { simulatedReview } from './simulated-review.ts';
import {
  approved,
  documentSubmitted,
  endedFor,
  livenessFailed,
  submitted,
  timeOver,
} from './simulated-run.ts';
import { followedBy, isRefusal, type Refusal, type Simulation, simulationOf } from './simulation.ts';

/** Outcomes that a caller may simulate. */
export const simulatedOutcome = z.enum([
  'pass',
  'fail',
  'try_again',
  'expire',
  'abandon',
  'duplicate',
  'review',
  'error',
]);
export type SimulatedOutcome = z.infer<typeof simulatedOutcome>;

export interface Simulated {
  readonly outcome: SimulatedOutcome;
  readonly reason?: ReasonCode | undefined;
}

/** Outcomes that come without a reason. */
const WITHOUT_REASON: readonly SimulatedOutcome[] = ['pass', 'expire', 'abandon'];

/** Origins of the reasons of an outcome; any for those that are not here. */
const ORIGINS_OF: Partial<Readonly<Record<SimulatedOutcome, readonly Origin[]>>> = {
  duplicate: ['duplicate_search', 'enrollment_claim'],
  error: ['fault', 'search_fault', 'lapsed_review'],
};

/** Last transitions of an outcome that is what the policy has to make of the reason; any for the others. */
const ENDINGS_OF: Partial<Readonly<Record<SimulatedOutcome, readonly string[]>>> = {
  try_again: ['try_again', 'fail_liveness'],
  review: ['hold', 'submit_document'],
};

/** Reasons of a request without one, the first that the session can have. */
const USUAL: Partial<Readonly<Record<SimulatedOutcome, readonly ReasonCode[]>>> = {
  try_again: ['document_image_too_blurry', 'liveness_confidence_low'],
  duplicate: ['duplicate_face', 'duplicate_image'],
  review: ['alternative_path', 'match_in_band', 'liveness_in_band'],
  error: ['review_lapsed', 'upstream_unavailable'],
};

/** Returns the transitions by which a session comes to an outcome from where it is, or why it cannot. */
export function simulate(
  session: VerificationSession,
  { outcome, reason }: Simulated,
  policy: VerificationPolicy,
  now: Date,
): Simulation | Refusal {
  if (WITHOUT_REASON.includes(outcome) && reason !== undefined)
    return { refused: 'reason', why: `${outcome} has no reason; omit it` };
  const isMovable = [...OPEN_STATUSES, 'in_review'].includes(session.status) || isResumable(session, now);
  if (!isMovable) return { refused: 'state', why: `is ${session.status}, which is final` };
  switch (outcome) {
    case 'pass':
      return pass(session, policy, now);
    case 'expire':
    case 'abandon':
      return endTime(session, outcome, now);
    default:
      return failFor(session, outcome, reason, policy, now);
  }
}

function pass(session: VerificationSession, policy: VerificationPolicy, now: Date): Simulation | Refusal {
  let planned =
    session.status === 'in_review'
      ? simulationOf(session)
      : isByDocument(session)
        ? documentSubmitted(session, policy, now)
        : submitted(session, undefined, policy, now);
  while (!isRefusal(planned) && planned.session.status === 'in_review')
    planned = followedBy(planned, (held) => simulatedReview(held, 'accept', policy, now), now);
  if (isRefusal(planned) || planned.session.status === 'approved') return planned;
  return followedBy(planned, (running) => approved(running, policy, now), now);
}

function endTime(session: VerificationSession, name: 'expire' | 'abandon', now: Date): Simulation | Refusal {
  if (name === 'expire' && expiryOf(session) === 'abandon')
    return { refused: 'state', why: 'has some of its steps done, so that its time ends it as abandoned' };
  return timeOver(session, name, now);
}

function failFor(
  session: VerificationSession,
  outcome: SimulatedOutcome,
  requested: ReasonCode | undefined,
  policy: VerificationPolicy,
  now: Date,
): Simulation | Refusal {
  const origins = ORIGINS_OF[outcome];
  const possible = possibleReasons(session, policy).filter(
    (reason) => origins === undefined || origins.includes(ORIGINS[reason]),
  );
  const held = session.status === 'in_review' && outcome === 'fail' ? possible : [];
  const reason = requested ?? [...(USUAL[outcome] ?? []), ...held].find((usual) => possible.includes(usual));
  if (reason === undefined || !possible.includes(reason))
    return refuseReason(session, outcome, reason, possible);
  const planned = ended(session, reason, policy, now);
  const endings = ENDINGS_OF[outcome];
  const last = isRefusal(planned) ? undefined : planned.steps.at(-1)?.name;
  if (endings === undefined || last === undefined || endings.includes(last)) return planned;
  return {
    refused: 'state',
    why: `would ${last} for ${reason}, by its policy and the attempts that are left, and not ${outcome}`,
  };
}

/** Moves a session on for a reason that it can have. */
function ended(
  session: VerificationSession,
  reason: ReasonCode,
  policy: VerificationPolicy,
  now: Date,
): Simulation | Refusal {
  if (session.status === 'in_review') {
    if (ORIGINS[reason] === 'lapsed_review')
      return followedBy(
        simulationOf(session),
        () => ({ name: 'fail', facts: { decision: fault(reason, now) } }),
        now,
      );
    const answer = reason === 'existing_account' ? 'same_person' : 'decline';
    return followedBy(simulationOf(session), (held) => simulatedReview(held, answer, policy, now), now);
  }
  switch (ORIGINS[reason]) {
    case 'liveness_check':
      return livenessFailed(session, reason, policy, now);
    case 'path_without_face':
      return documentSubmitted(session, policy, now);
    default: {
      const running = submitted(session, reason, policy, now);
      return followedBy(running, (current) => endedFor(current, reason, policy, now), now);
    }
  }
}

function refuseReason(
  { type, status }: VerificationSession,
  outcome: SimulatedOutcome,
  reason: ReasonCode | undefined,
  possible: readonly ReasonCode[],
): Refusal {
  const where = `a session of type ${type} that is ${status}`;
  if (possible.length === 0) return { refused: 'reason', why: `${outcome} cannot occur in ${where}` };
  const wrong = reason === undefined ? `${outcome} needs a reason` : `${reason} cannot occur by ${outcome}`;
  return { refused: 'reason', why: `${wrong} in ${where}; use one of ${possible.join(', ')}` };
}
