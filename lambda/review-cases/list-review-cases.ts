import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { listReviewCasesQuery, reviewCasePage } from './contract.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

/** Lists the cases that wait for a person, newest first. */
export async function listReviewCases(
  caller: Caller,
  { limit, cursor }: z.infer<typeof listReviewCasesQuery>,
  { cases }: { readonly cases: Pick<ReviewCaseStore, 'list'> },
): Promise<z.infer<typeof reviewCasePage>> {
  const page = await cases.list(caller.tenant, limit, cursor);
  return toPage(
    page.cases.map(({ tenant: _own, ...view }) => view),
    page.lastId,
  );
}
