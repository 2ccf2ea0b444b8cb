import { describe, expect, it } from 'vitest';
import { listReviewCasesQuery } from '../../../lambda/review-cases/contract.ts';
import { toCaseView } from '../../../lambda/review-cases/domain/case-view.ts';
import { listReviewCases } from '../../../lambda/review-cases/list-review-cases.ts';
import { aReviewCase, InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { anOperator, NOON } from '../../support/lambda/builders.ts';

function aList() {
  const cases = new InMemoryReviewCases();
  cases.cases.push(
    aReviewCase({ due_at: NOON.toISOString() }),
    aReviewCase({ id: 'rc_2', status: 'assigned', assignee: 'operator-1' }),
    aReviewCase({ id: 'rc_3', reason: 'sampled', status: 'assigned', assignee: 'rita' }),
    aReviewCase({ id: 'rc_4', tenant: 'other' }),
  );
  const list = (query: object) =>
    listReviewCases(
      anOperator(),
      { ...listReviewCasesQuery.parse({}), ...query },
      { cases, clock: () => NOON },
    );
  const ids = async (query: object) => (await list(query)).data.map(({ id }) => id);
  return { list, ids };
}

describe('the list of cases', () => {
  it("is a tenant's, page by page, newest first", async () => {
    const { list } = aList();
    const first = await list({ limit: 2 });
    expect(first).toMatchObject({ data: [{ id: 'rc_3' }, { id: 'rc_2' }], has_more: true });
    const second = await list({ limit: 2, cursor: first.next_cursor });
    const last = toCaseView(aReviewCase({ due_at: NOON.toISOString() }), NOON);
    expect(second).toEqual({ data: [last], has_more: false, next_cursor: null });
  });

  it('is filtered by reason, status, assignee and time', async () => {
    const { ids } = aList();
    expect(await ids({ reason: 'sampled' })).toEqual(['rc_3']);
    expect(await ids({ status: 'open' })).toEqual(['rc_1']);
    expect(await ids({ assignee: 'me' })).toEqual(['rc_2']);
    expect(await ids({ assignee: 'rita' })).toEqual(['rc_3']);
    expect(await ids({ overdue: 'true' })).toEqual(['rc_1']);
  });
});
