import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { ListReviewCasesQuery, reviewCasePage } from './contract.ts';
import { toCaseView } from './domain/case-view.ts';
import { isOverdue, type ReviewCase } from './domain/review-case.ts';
import type { CaseFilter, ReviewCasePage, ReviewCaseStore } from './ports/review-case-store.ts';

export interface ListReviewCasesDependencies {
  readonly cases: Pick<ReviewCaseStore, 'list' | 'listOfSession'>;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly clock: Clock;
}

/** Lists a tenant's cases, newest first. */
export async function listReviewCases(
  caller: Caller,
  { limit, cursor, assignee, overdue, session_id, ...given }: ListReviewCasesQuery,
  dependencies: ListReviewCasesDependencies,
): Promise<z.infer<typeof reviewCasePage>> {
  const { cases, clock } = dependencies;
  const now = clock();
  const filter = {
    ...given,
    ...(assignee === undefined ? {} : { assignee: assignee === 'me' ? caller.subject : assignee }),
    ...(overdue ? { overdueAt: now } : {}),
  };
  const page =
    session_id === undefined
      ? await cases.list(caller.tenant, filter, limit, cursor)
      : await listOfSession(
          { tenant: caller.tenant, id: session_id },
          filter,
          { limit, cursor },
          dependencies,
        );
  return toPage(
    page.cases.map((one) => toCaseView(one, now)),
    page.lastId,
  );
}

/** Lists the cases of one session. They are few, so all are read, and a page is what follows its cursor. */
async function listOfSession(
  { tenant, id }: { readonly tenant: string; readonly id: string },
  filter: CaseFilter,
  { limit, cursor }: Pick<ListReviewCasesQuery, 'limit' | 'cursor'>,
  { cases, sessions }: Pick<ListReviewCasesDependencies, 'cases' | 'sessions'>,
): Promise<ReviewCasePage> {
  const session = await sessions.get(tenant, id);
  if (!session) return { cases: [] };
  const all = await cases.listOfSession(tenant, { id, runs: session.runs ?? 1 });
  const found = all.filter((one) => isFound(one, filter) && (cursor === undefined || one.id < cursor));
  const last = found[limit - 1];
  return { cases: found.slice(0, limit), ...(last && found.length > limit ? { lastId: last.id } : {}) };
}

const isFound = (one: ReviewCase, { reason, status, assignee, overdueAt }: CaseFilter): boolean =>
  (reason === undefined || one.reason === reason) &&
  (status === undefined || one.status === status) &&
  (assignee === undefined || one.assignee === assignee) &&
  (overdueAt === undefined || isOverdue(one, overdueAt));
