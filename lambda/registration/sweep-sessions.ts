import type { TakeoverSignalStore } from '../abuse/ports/takeover-signals.ts';
import { recordTakeoverSignal } from '../abuse/record-takeover-signal.ts';
import { LONGEST_ENROLLMENT_MS } from '../enrollment/domain/enrollment.ts';
import type { FaceDeletions } from '../enrollment/ports/face-deletions.ts';
import { sendFaceDeletion } from '../enrollment/send-face-deletion.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { Workflow } from '../kernel/ports/workflow.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { hasLapsed } from '../sessions/domain/review.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import { enrollingType, expiryOf, isOverdue } from '../sessions/domain/verification-session.ts';
import { type Move, moveSession } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { RegistrationInput } from './contract.ts';
import { failRegistration } from './end-registration.ts';
import { registrationInput } from './submit-verification-session.ts';
import {
  type UndoInterruptedRegistrationDependencies,
  undoInterruptedRegistration,
} from './undo-interrupted-registration.ts';

export type SweepSessionsDependencies = UndoInterruptedRegistrationDependencies & {
  readonly sessions: SessionStore;
  readonly workflow: Workflow<RegistrationInput>;
  readonly policyOf: PolicyOf;
  readonly deletions: FaceDeletions;
  readonly takeovers: TakeoverSignalStore;
};

/** Until then a running submit may start the workflow itself: API Gateway times out after 29 s. */
const SUBMITTED_MS = 300_000;
/** Until then an unstarted registration is started; later the person is long gone. */
const WORTH_STARTING_MS = 3 * 3_600_000;
/** By then an execution started at the last moment has ended, with as much time again to be undone. */
const OVER_MS = WORTH_STARTING_MS + 2 * LONGEST_ENROLLMENT_MS;
/** An authentication or a step-up is decided within the request, which a client may repeat until then. */
const AUTHENTICATED_MS = 900_000;
const SESSIONS_PER_PAGE = 100;
/** Until then a deletion is done, unless its message is lost or the queue does not keep up. */
const DELETED_MS = 300_000;
/** Overdue deletions that one run of a tenant sends again; those of the oldest sessions. */
const DELETIONS_PER_RUN = 1000;
/** Messages that are sent at the same time. */
const CONCURRENCY = 20;
/** Error name for a session that no workflow processes any more. */
const ABANDONED = 'TimeoutError';
/** Error name for a held session that was not decided as long as its images are kept. */
const LAPSED = 'ReviewLapsed';

/**
 * Advances a tenant's sessions that nothing else would: overdue ones expire, registrations whose workflow was
 * never started are started, and those whose workflow is gone, or that nobody has decided while their images
 * were kept, end as an error. Overdue deletions of faces are sent to their queue again. Every change is
 * conditional, and starting twice has the effect of starting once.
 */
export async function sweepSessions(tenant: string, dependencies: SweepSessionsDependencies): Promise<void> {
  const { sessions, emit } = dependencies;
  for await (const session of sessionsIn(tenant, 'requires_input', sessions)) {
    // the person may have done more since it was listed, which makes it abandoned
    const ended = await moveSession(session, (current) => expire(current, dependencies), dependencies);
    if (!ended?.session.livemode) continue;
    if (ended.name === 'expire') emit('SessionSwept', 1, { Result: 'expired' });
    if (ended.name === 'abandon') emit('SessionSwept', 1, { Result: 'abandoned' });
  }
  for await (const session of sessionsIn(tenant, 'processing', sessions)) {
    const result = await sweepProcessing(session, dependencies);
    if (result) emit('SessionSwept', 1, { Result: result });
  }
  await sweepHeld(tenant, dependencies);
  await sendOverdueDeletions(tenant, dependencies);
}

/** Returns the end of an overdue session; of an authentication that was begun, also the signal that it is. */
async function expire(
  session: VerificationSession,
  { takeovers, policyOf, clock }: SweepSessionsDependencies,
): Promise<Move | undefined> {
  const now = clock();
  if (!isOverdue(session, now)) return undefined;
  const name = expiryOf(session);
  if (name === 'expire') return { name };
  const policy = await policyOf(session);
  const takeover = await recordTakeoverSignal(session, 'abandoned', now, { takeovers, policy });
  return { name, ...(takeover ? { effects: { takeover } } : {}) };
}

/**
 * Ends sessions that a person has not decided in the time for which their images are kept, and reports the
 * age of the oldest one before: an overdue decision ends nothing.
 */
async function sweepHeld(tenant: string, dependencies: SweepSessionsDependencies): Promise<void> {
  const { sessions, policyOf, clock, emit } = dependencies;
  let oldestMs = 0;
  for await (const session of sessionsIn(tenant, 'in_review', sessions)) {
    const { review, id: session_id, runs: run } = session;
    if (!review) continue;
    const now = clock();
    if (hasLapsed(review, (await policyOf(session)).review, now)) {
      await failRegistration({ tenant, session_id, run }, LAPSED, dependencies);
      if (session.livemode) emit('SessionSwept', 1, { Result: 'review_lapsed' });
    } else if (session.livemode)
      oldestMs = Math.max(oldestMs, now.getTime() - Date.parse(review.requested_at));
  }
  if (oldestMs > 0) emit('HeldSessionAge', oldestMs, {});
}

/** Sends again what may be lost, and counts its age: nothing here deletes a face. */
async function sendOverdueDeletions(tenant: string, dependencies: SweepSessionsDependencies): Promise<void> {
  const { deletions, clock, emit } = dependencies;
  const now = clock().getTime();
  const overdue = await deletions.listBefore(tenant, new Date(now - DELETED_MS), DELETIONS_PER_RUN);
  const oldest = overdue.map(({ requested_at }) => requested_at).sort()[0];
  if (oldest === undefined) return;
  emit('FaceDeletionAge', now - Date.parse(oldest), {});
  emit('SessionSwept', overdue.length, { Result: 'deletions_sent' });
  await mapBounded(overdue, CONCURRENCY, (deletion) => sendFaceDeletion(deletion, dependencies));
}

async function sweepProcessing(
  session: VerificationSession,
  dependencies: SweepSessionsDependencies,
): Promise<'started' | 'ended' | undefined> {
  // only the next simulation moves a test session
  if (!session.livemode) return undefined;
  const { workflow, policyOf, clock } = dependencies;
  const waitedMs =
    clock().getTime() - Date.parse(session.resumed_at ?? session.submitted_at ?? session.created_at);
  const type = enrollingType(session);
  if (!type) {
    if (waitedMs < AUTHENTICATED_MS) return undefined;
    const { tenant, id: session_id } = session;
    await failRegistration({ tenant, session_id }, ABANDONED, dependencies);
    return 'ended';
  }
  if (waitedMs < SUBMITTED_MS) return undefined;
  const registration = registrationInput(session, type, await policyOf(session));
  if (waitedMs < WORTH_STARTING_MS) {
    await workflow.start(registration);
    return 'started';
  }
  if (waitedMs < OVER_MS) return undefined;
  await undoInterruptedRegistration(registration, ABANDONED, dependencies);
  return 'ended';
}

async function* sessionsIn(
  tenant: string,
  status: 'requires_input' | 'processing' | 'in_review',
  sessions: Pick<SessionStore, 'list'>,
): AsyncGenerator<VerificationSession> {
  let afterId: string | undefined;
  do {
    const page = await sessions.list(tenant, { status }, SESSIONS_PER_PAGE, afterId);
    yield* page.sessions;
    afterId = page.lastId;
  } while (afterId !== undefined);
}
