import type { Caller } from '../kernel/caller.ts';
import { declinedByReviewer } from '../kernel/decision.ts';
import type { Workflow } from '../kernel/ports/workflow.ts';
import type { ReviewVerificationSessionRequest } from '../sessions/contract.ts';
import { type ClientView, toClientView } from '../sessions/domain/client-view.ts';
import type { Review } from '../sessions/domain/review.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { endSession } from '../sessions/end-session.ts';
import { type Move, type MoveSessionDependencies, moveSession } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { readSession, stateProblem } from '../sessions/session-access.ts';
import type { RegistrationInput } from './contract.ts';
import { registrationInput } from './submit-verification-session.ts';

export interface ReviewVerificationSessionDependencies extends MoveSessionDependencies {
  readonly sessions: SessionStore;
  readonly workflow: Workflow<RegistrationInput>;
}

/**
 * Resolves a registration held by an incomplete search: runs all of it again, since nothing of it was kept,
 * or declines it. A reviewer cannot approve it: that takes a complete search.
 * @throws Problem `not_found`, or `invalid_state` if there is nothing to review
 */
export async function reviewVerificationSession(
  caller: Caller,
  sessionId: string,
  { outcome, note }: ReviewVerificationSessionRequest,
  dependencies: ReviewVerificationSessionDependencies,
): Promise<ClientView> {
  const { sessions, clock, emit } = dependencies;
  const session = await readSession(sessions, caller, sessionId);
  const { review: requested } = session;
  if (!requested) throw stateProblem(session);
  const now = clock();
  const review: Review = {
    ...requested,
    outcome,
    reviewed_at: now.toISOString(),
    reviewed_by: caller.subject,
    ...(note === undefined ? {} : { note }),
  };
  const reviewed =
    outcome === 'decline'
      ? await decline(session, review, now, dependencies)
      : await searchAgain(session, review, dependencies);
  emit('VerificationReviewed', 1, { Outcome: outcome });
  return toClientView(reviewed, now);
}

async function decline(
  session: VerificationSession,
  review: Review,
  now: Date,
  dependencies: ReviewVerificationSessionDependencies,
): Promise<VerificationSession> {
  if (session.status !== 'in_review') throw stateProblem(session);
  const { tenant, id: session_id, runs: run } = session;
  const decision = declinedByReviewer(review.reason_codes, now);
  await endSession({ tenant, session_id, run }, 'reject', decision, dependencies, { facts: { review } });
  return (await dependencies.sessions.get(tenant, session_id)) ?? session;
}

async function searchAgain(
  session: VerificationSession,
  review: Review,
  dependencies: ReviewVerificationSessionDependencies,
): Promise<VerificationSession> {
  const { sessions, workflow } = dependencies;
  const { tenant, id } = session;
  const resume: Move = { name: 'resume', facts: { review } };
  const resumed = await moveSession(session, () => resume, dependencies);
  // also if it was already resumed: a crash may have come between that write and this call
  const running = resumed?.session ?? (await sessions.get(tenant, id)) ?? session;
  if (running.status !== 'processing') throw stateProblem(running);
  await workflow.start(registrationInput(running, 'registration'));
  return running;
}
