import type { CaseReason } from '../kernel/case-finding.ts';
import { enrollingType } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { close, escalate } from './domain/case-transition.ts';
import { hasLapsed, isOverdue, type ReviewCase } from './domain/review-case.ts';
import { type OpenCasesOfSessionDependencies, openCasesOfSession } from './open-cases-of-session.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface WatchReviewCasesDependencies extends OpenCasesOfSessionDependencies {
  readonly cases: Pick<ReviewCaseStore, 'list' | 'save' | 'open' | 'isKnownPair'>;
  readonly sessions: Pick<SessionStore, 'get' | 'list'>;
}

/** By then the event of a held session has opened its cases, unless it was lost. */
const OPENED_MS = 300_000;

const CASES_PER_PAGE = 100;
const SESSIONS_PER_PAGE = 100;

/**
 * Counts a tenant's cases that wait for a person, escalates those that are overdue, each once, opens those of
 * held sessions whose event was lost, and closes those whose session has ended otherwise, and samples that
 * were not labeled in time. It decides nothing: no session ends because nobody has looked at it.
 */
export async function watchReviewCases(tenant: string, dependencies: WatchReviewCasesDependencies) {
  const { cases, clock, emit } = dependencies;
  const now = clock();
  await openMissingCases(tenant, now, dependencies);
  const waiting = new Map<CaseReason, number>();
  let oldestMs = 0;
  let overdue = 0;
  for await (const one of casesIn(tenant, cases)) {
    const closed = (await isMoot(one, now, dependencies)) ? close(one, now) : undefined;
    if (closed) {
      // one that somebody decides meanwhile stays as they leave it
      if (await cases.save(one, closed)) emit('ReviewCaseClosed', 1, { ReasonCode: one.reason });
      continue;
    }
    waiting.set(one.reason, (waiting.get(one.reason) ?? 0) + 1);
    // a reopened case is as old as its first question
    oldestMs = Math.max(oldestMs, now.getTime() - Date.parse(one.opened_at));
    if (!isOverdue(one, now)) continue;
    overdue += 1;
    const escalated = escalate(one, now);
    // one that somebody has changed meanwhile is looked at again by the next run
    if (escalated && (await cases.save(one, escalated)))
      emit('ReviewCaseEscalated', 1, { ReasonCode: one.reason });
  }
  for (const [ReasonCode, count] of waiting) emit('ReviewCaseWaiting', count, { ReasonCode });
  emit('ReviewCaseOldestAge', oldestMs, {});
  emit('ReviewCaseOverdue', overdue, {});
}

/** A case that is open already is refused by its own row. */
async function openMissingCases(
  tenant: string,
  now: Date,
  dependencies: WatchReviewCasesDependencies,
): Promise<void> {
  const { sessions } = dependencies;
  let afterId: string | undefined;
  do {
    const held = { status: 'in_review', livemode: true } as const;
    const page = await sessions.list(tenant, held, SESSIONS_PER_PAGE, afterId);
    for (const { id, review } of page.sessions)
      if (review && Date.parse(review.requested_at) + OPENED_MS <= now.getTime())
        await openCasesOfSession(tenant, id, dependencies);
    afterId = page.lastId;
  } while (afterId !== undefined);
}

/** Whether nobody has to decide a case any more: nothing waits for it, or its images are kept no longer. */
async function isMoot(
  one: ReviewCase,
  now: Date,
  { sessions, policyOf }: WatchReviewCasesDependencies,
): Promise<boolean> {
  const { tenant, session, reason } = one;
  if (!session) return false;
  const current = await sessions.get(tenant, session.id);
  if (!current) return true;
  // a sample is about a check that was passed, and a login is over before its case is opened
  if (reason === 'sampled' || !enrollingType(current))
    return hasLapsed(one, (await policyOf(current)).review.max_days, now);
  return current.status !== 'in_review' || (current.runs ?? 1) !== session.run;
}

async function* casesIn(
  tenant: string,
  cases: Pick<ReviewCaseStore, 'list'>,
): AsyncGenerator<ReviewCase, void> {
  let afterId: string | undefined;
  do {
    const page = await cases.list(tenant, { isWaiting: true }, CASES_PER_PAGE, afterId);
    yield* page.cases;
    afterId = page.lastId;
  } while (afterId !== undefined);
}
