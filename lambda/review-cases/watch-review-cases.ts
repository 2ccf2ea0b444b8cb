import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { CaseReason } from './domain/case-finding.ts';
import { escalate } from './domain/case-transition.ts';
import { isOverdue, type ReviewCase } from './domain/review-case.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface WatchReviewCasesDependencies {
  readonly cases: Pick<ReviewCaseStore, 'list' | 'save'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

const CASES_PER_PAGE = 100;

/**
 * Counts a tenant's cases that wait for a person, and escalates those that are overdue, each once. It decides
 * nothing: no session ends because nobody has looked at it.
 */
export async function watchReviewCases(tenant: string, dependencies: WatchReviewCasesDependencies) {
  const { cases, clock, emit } = dependencies;
  const now = clock();
  const waiting = new Map<CaseReason, number>();
  let oldestMs = 0;
  let overdue = 0;
  for await (const one of casesIn(tenant, cases)) {
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
