import type { VerificationPolicy } from '../../kernel/policy.ts';
import { isInBand } from '../../kernel/reason-code.ts';
import { isLower, type Sensitivity } from '../../kernel/sensitivity.ts';
import { isByDocument } from '../../sessions/domain/alternative-path.ts';
import type { SessionRun } from '../../sessions/domain/session-run.ts';
import { enrollingType, type VerificationSession } from '../../sessions/domain/verification-session.ts';
import { attemptsAgain } from './attempts-again.ts';
import { judgeLivenessAgain, type LivenessAgain } from './judge-liveness-again.ts';
import { simulateLogin } from './simulate-login.ts';
import { type SimulatedRun, simulateRegistration } from './simulate-registration.ts';
import { notDecidable, type SimulatedEnding } from './simulated-ending.ts';

/**
 * Returns how a decided session would have ended by another policy, from its stored checks alone. Answers of
 * people count for nothing: the policy leaves the same questions to them, or others.
 * @param pinned the policy that the session has pinned
 */
export function simulateSession(
  session: VerificationSession,
  policy: VerificationPolicy,
  pinned: VerificationPolicy,
): SimulatedEnding {
  if (isByDocument(session)) return withoutFace(policy);
  const liveness = judgeLivenessAgain(session, policy, pinned);
  const allowed = attemptsAgain(
    { allowed: session.liveness_failures_allowed, pinned: pinned.liveness.max_attempts },
    policy.liveness.max_attempts,
  );
  const ended = endedByLiveness(liveness, allowed);
  if (ended) return ended;
  const sensitivity = sensitivityOf(session, policy, pinned);
  if (!enrollingType(session)) return simulateLogin({ session, policy, pinned, sensitivity });
  const judged = { unsettled: liveness.reasons, policy, pinned, sensitivity };
  return simulateRuns(session, judged);
}

/** A person without a face check is always for a reviewer, if the policy offers that path. */
const withoutFace = ({ alternative_path: { means } }: VerificationPolicy): SimulatedEnding =>
  means.includes('document_review')
    ? { outcome: 'review', reasons: ['alternative_path'] }
    : notDecidable('check_not_made');

/** Returns the ending of a session whose liveness does not let it go on; undefined if it does. */
function endedByLiveness(
  { reasons, unknown: because, failures }: LivenessAgain,
  allowed: number,
): SimulatedEnding | undefined {
  if (because) return notDecidable(because);
  const failed = reasons.filter((reason) => !isInBand(reason));
  if (failures >= allowed) return { outcome: 'decline', reasons: ['attempts_exhausted', ...failed] };
  return failed.length > 0 ? { outcome: 'try_again', reasons: failed } : undefined;
}

/** A backend may have raised the sensitivity of a session above that of its policy: it stays raised. */
export function sensitivityOf(
  { type, sensitivity }: Pick<VerificationSession, 'type' | 'sensitivity'>,
  policy: Pick<VerificationPolicy, 'sensitivity'>,
  pinned: Pick<VerificationPolicy, 'sensitivity'>,
): Sensitivity {
  const asked = policy.sensitivity[type];
  const wasRaised = isLower(pinned.sensitivity[type], sensitivity);
  return wasRaised && isLower(asked, sensitivity) ? sensitivity : asked;
}

/**
 * Judges the runs of a registration in order. Each document that failed is judged again, since the policy may
 * decide by it; runs that people or faults ended are not, since the next one repeats them.
 */
function simulateRuns(
  session: VerificationSession,
  judged: Pick<SimulatedRun, 'unsettled' | 'policy' | 'pinned' | 'sensitivity'>,
): SimulatedEnding {
  const { earlier_runs = [] } = session;
  const attempts = earlier_runs.filter(({ decision }) => decision?.outcome === 'try_again');
  for (const [index, attempt] of attempts.entries()) {
    const before = { ...session, earlier_runs: attempts.slice(0, index) };
    const ending = simulateRegistration({ ...judged, session: before, ...endOf(attempt) });
    if (ending.outcome !== 'try_again') return ending;
  }
  return simulateRegistration({ ...judged, session, ...endOf(session) });
}

type EndedRun = Pick<SimulatedRun, 'checks' | 'endedFor' | 'endedAt'>;

/** Returns with what a run ended by its policy: a reviewer's decision is about the reasons of the review. */
function endOf(
  run: Pick<SessionRun, 'checks' | 'decision'> & Partial<Pick<VerificationSession, 'review' | 'created_at'>>,
): EndedRun {
  const { checks, decision, review, created_at } = run;
  const isPolicys = decision !== undefined && decision.decided_by === 'policy';
  const endedAt = isPolicys
    ? decision.decided_at
    : (review?.requested_at ?? decision?.decided_at ?? created_at);
  const endedFor = (isPolicys ? decision.reason_codes : review?.reason_codes) ?? [];
  return { checks, endedFor, endedAt: new Date(endedAt ?? 0) };
}
