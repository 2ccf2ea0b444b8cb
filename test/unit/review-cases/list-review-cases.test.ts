import { describe, expect, it } from 'vitest';
import { listReviewCasesQuery } from '../../../lambda/review-cases/contract.ts';
import { toCaseView } from '../../../lambda/review-cases/domain/case-view.ts';
import { listReviewCases } from '../../../lambda/review-cases/list-review-cases.ts';
import { aReviewCase, aSessionCase, InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { anOperator, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';

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
      {
        cases,
        sessions: {
          get: async (tenant, id) =>
            tenant === TENANT && id === 'vs_1' ? aSession({ id, runs: 2 }) : undefined,
        },
        clock: () => NOON,
      },
    );
  const ids = async (query: object) => (await list(query)).data.map(({ id }) => id);
  return { cases, list, ids };
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

  it('is of one session, of every run, page by page and with the other filters', async () => {
    const { cases, list, ids } = aList();
    const run = (number: number) => ({ id: 'vs_1', run: number, user_id: 'user-1' });
    cases.cases.push(
      aSessionCase({ id: 'rc_5', session: run(1), status: 'closed' }),
      aSessionCase({ id: 'rc_6', session: run(2), due_at: NOON.toISOString() }),
      aSessionCase({ id: 'rc_7', session: run(2), reason: 'liveness_in_band' }),
      aSessionCase({ id: 'rc_8', session: { id: 'vs_2', run: 1, user_id: 'user-1' } }),
    );
    expect(await ids({ session_id: 'vs_1' })).toEqual(['rc_7', 'rc_6', 'rc_5']);
    expect(await list({ session_id: 'vs_1', limit: 2 })).toMatchObject({
      data: [{ id: 'rc_7' }, { id: 'rc_6' }],
      next_cursor: 'rc_6',
    });
    expect(await list({ session_id: 'vs_1', limit: 2, cursor: 'rc_6' })).toMatchObject({
      data: [{ id: 'rc_5' }],
      has_more: false,
    });
    expect(await ids({ session_id: 'vs_1', status: 'closed' })).toEqual(['rc_5']);
    expect(await ids({ session_id: 'vs_1', overdue: 'true' })).toEqual(['rc_6']);
    expect(await ids({ session_id: 'vs_1', reason: 'liveness_in_band' })).toEqual(['rc_7']);
    expect(await ids({ session_id: 'vs_1', assignee: 'rita' })).toEqual([]);
    expect(await ids({ session_id: 'vs_2' })).toEqual([]);
  });
});
