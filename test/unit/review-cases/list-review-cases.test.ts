import { expect, it } from 'vitest';
import { listReviewCases } from '../../../lambda/review-cases/list-review-cases.ts';
import { aReviewCase, InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { anOperator, TENANT } from '../../support/lambda/builders.ts';

it("lists a tenant's cases page by page, without its name", async () => {
  const cases = new InMemoryReviewCases();
  const { users, ...rest } = aReviewCase();
  cases.cases.push(
    aReviewCase(),
    aReviewCase({ id: 'rc_2', users: [users[0], { ...users[1], user_id: 'cid' }] }),
    aReviewCase({ id: 'rc_3', tenant: 'other' }),
  );
  const first = await listReviewCases(anOperator(), { limit: 1 }, { cases });
  expect(first).toMatchObject({ data: [{ id: 'rc_2' }], has_more: true, next_cursor: 'rc_2' });
  const second = await listReviewCases(anOperator(), { limit: 1, cursor: 'rc_2' }, { cases });
  const { tenant, ...view } = { ...rest, users };
  expect(second).toEqual({ data: [view], has_more: false, next_cursor: null });
  expect(tenant).toBe(TENANT);
});
