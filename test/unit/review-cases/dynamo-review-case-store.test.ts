import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoReviewCaseStore } from '../../../lambda/review-cases/adapters/dynamo-review-case-store.ts';
import type { ReviewCaseStore } from '../../../lambda/review-cases/ports/review-case-store.ts';
import { aReviewCase, InMemoryReviewCases } from '../../support/lambda/a-review-case.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

function runContract(make: () => ReviewCaseStore): void {
  it('opens one case for two users, whichever of them asks', async () => {
    const store = make();
    const opened = aReviewCase({ tenant: unique('tenant') });
    expect(await store.open(opened)).toBe(true);
    const [ann, bob] = opened.users;
    for (const pair of [
      ['ann', 'bob'],
      ['bob', 'ann'],
    ])
      expect(await store.has(opened.tenant, opened.reason, pair)).toBe(true);
    expect(await store.has(opened.tenant, opened.reason, ['ann', 'cid'])).toBe(false);
    expect(await store.open({ ...opened, id: 'rc_2', users: [bob, ann] })).toBe(false);
    expect(await store.open({ ...opened, id: 'rc_2', users: [ann, { ...bob, user_id: 'cid' }] })).toBe(true);
    expect((await store.list(opened.tenant, 10)).cases.map(({ id }) => id)).toEqual(['rc_2', 'rc_1']);
  });

  it('lists the newest first, page by page, and those of one tenant', async () => {
    const store = make();
    const tenant = unique('tenant');
    const { users } = aReviewCase();
    for (const number of [1, 2, 3])
      await store.open(
        aReviewCase({
          tenant,
          id: `rc_${number}`,
          users: [users[0], { ...users[1], user_id: `u${number}` }],
        }),
      );
    const first = await store.list(tenant, 2);
    expect(first.cases.map(({ id }) => id)).toEqual(['rc_3', 'rc_2']);
    expect((await store.list(tenant, 2, first.lastId)).cases.map(({ id }) => id)).toEqual(['rc_1']);
    expect((await store.list(unique('tenant'), 2)).cases).toEqual([]);
  });
}

describe('in memory', () => runContract(() => new InMemoryReviewCases()));

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  runContract(() => createDynamoReviewCaseStore(tables.documents, tables.control));
});
