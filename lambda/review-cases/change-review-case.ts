import type { LockoutLedgerStore } from '../abuse/ports/lockout-ledger.ts';
import { releaseUser } from '../abuse/release-user.ts';
import { type Caller, hasRole } from '../kernel/caller.ts';
import type { CaseFinding } from '../kernel/case-finding.ts';
import { versionLabel } from '../kernel/challenge-versions.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { answeredReview, withdrawnAnswer } from '../sessions/domain/answered-review.ts';
import { type AppliedTransition, transition } from '../sessions/domain/session-transition.ts';
import { emitTransition } from '../sessions/move-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { caseProblem, changedCase, missingCase } from './case-problem.ts';
import { type CaseAction, caseTransition } from './domain/case-transition.ts';
import { type ReviewCaseView, toCaseView } from './domain/case-view.ts';
import { labelOf } from './domain/liveness-label.ts';
import { isWaiting, type ReviewCase } from './domain/review-case.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface ChangeReviewCaseDependencies {
  readonly cases: Pick<ReviewCaseStore, 'get' | 'save' | 'saveWithSession'>;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly policyOf: PolicyOf;
  /** Ledgers by which users are frozen. */
  readonly lockouts: Pick<LockoutLedgerStore, 'update'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Writers of a case and its session are a few operators; each round one of them has changed it. */
const MAX_ATTEMPTS = 5;

/**
 * Takes an operator's action on a case. The write that decides it also brings the answer to its session, so
 * that neither is left behind by a crash. If somebody else changes one of them meanwhile, both are read and
 * the action is judged again.
 * @param seen revision that the operator has read, where the action depends on all that is in the case
 * @throws Problem `not_found`, `review_case_changed`, or why the case refuses the action
 */
export async function changeReviewCase(
  caller: Caller,
  id: string,
  action: CaseAction,
  dependencies: ChangeReviewCaseDependencies,
  seen?: number,
): Promise<ReviewCaseView> {
  const { cases, clock, emit } = dependencies;
  const actor = { subject: caller.subject, isAdministrator: hasRole(caller, 'administrator') };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const now = clock();
    const current = await cases.get(caller.tenant, id);
    if (!current) throw missingCase(id);
    // a case that was decided or closed meanwhile says so
    if (seen !== undefined && seen !== current.revision && isWaiting(current))
      throw changedCase(current, seen);
    const step = caseTransition(current, action, actor, now);
    if ('refused' in step) throw caseProblem(step.refused, current, action);
    const { after } = step;
    if (after === current) return toCaseView(current, now);
    const moved = await movedSession(current, after, now, dependencies);
    if (await (moved ? cases.saveWithSession(current, after, moved) : cases.save(current, after))) {
      if (moved) emitTransition(moved, emit);
      if (after.decision && !current.decision) {
        await countDecision(after, after.decision.finding, dependencies);
        await releaseIfOwn(after, dependencies);
      }
      return toCaseView(after, now);
    }
  }
  throw new Error(`review case ${id} was changed by others in each of ${MAX_ATTEMPTS} attempts`);
}

/**
 * Releases a user of whom the decision says that they have enrolled after all. It is not part of the write: a
 * user who stays frozen in between can be released by an administrator.
 */
async function releaseIfOwn(
  { tenant, reason, session, decision }: ReviewCase,
  { lockouts }: ChangeReviewCaseDependencies,
): Promise<void> {
  if (reason !== 'repudiated' || decision?.finding !== 'same_person' || !session) return;
  await releaseUser(tenant, session.user_id, lockouts);
}

async function countDecision(
  decided: ReviewCase,
  finding: CaseFinding,
  { sessions, policyOf, emit }: ChangeReviewCaseDependencies,
): Promise<void> {
  emit('ReviewCaseDecided', 1, { ReasonCode: decided.reason, Finding: finding });
  const labeled = labelOf(decided);
  if (!labeled) return;
  const session = await sessions.get(decided.tenant, labeled.session_id);
  const versions = session ? (await policyOf(session)).liveness.versions : {};
  const ChallengeVersion = versionLabel(labeled.challenge?.version, versions);
  emit('LivenessLabeled', 1, { Label: labeled.label, ChallengeVersion });
}

/** Returns what a change of a case makes of its session; undefined if it makes nothing of it. */
async function movedSession(
  before: ReviewCase,
  after: ReviewCase,
  now: Date,
  { sessions, policyOf }: ChangeReviewCaseDependencies,
): Promise<AppliedTransition | undefined> {
  const { id, tenant, reason, decision } = after;
  // no session waits for the label of a sample, or for an answer about an enrollment that is denied
  const waits = reason !== 'sampled' && reason !== 'repudiated';
  if (!after.session || !waits || decision === before.decision) return undefined;
  const session = await sessions.get(tenant, after.session.id);
  if (!session) return undefined;
  const { run } = after.session;
  const answered = decision
    ? answeredReview(
        session,
        { question: reason, case_id: id, run, ...decision },
        (await policyOf(session)).review,
        now,
      )
    : withdrawnAnswer(session, id);
  return answered && transition(session, answered.name, answered.facts, now);
}
