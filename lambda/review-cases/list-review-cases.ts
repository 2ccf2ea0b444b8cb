import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ListReviewCasesQuery, reviewCasePage } from './contract.ts';
import { toCaseView } from './domain/case-view.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface ListReviewCasesDependencies {
  readonly cases: Pick<ReviewCaseStore, 'list'>;
  readonly clock: Clock;
}

/** Lists a tenant's cases, newest first. */
export async function listReviewCases(
  caller: Caller,
  { limit, cursor, assignee, overdue, ...filter }: ListReviewCasesQuery,
  { cases, clock }: ListReviewCasesDependencies,
): Promise<z.infer<typeof reviewCasePage>> {
  const now = clock();
  const page = await cases.list(
    caller.tenant,
    {
      ...filter,
      ...(assignee === undefined ? {} : { assignee: assignee === 'me' ? caller.subject : assignee }),
      ...(overdue ? { overdueAt: now } : {}),
    },
    limit,
    cursor,
  );
  return toPage(
    page.cases.map((one) => toCaseView(one, now)),
    page.lastId,
  );
}
