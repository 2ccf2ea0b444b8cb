import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoAllowedPairs } from '../../../lambda/allowed-pairs/adapters/dynamo-allowed-pairs.ts';
import type { AllowedPairs } from '../../../lambda/allowed-pairs/ports/allowed-pairs.ts';
import { createDynamoReviewCaseStore } from '../../../lambda/review-cases/adapters/dynamo-review-case-store.ts';
import type { ReviewCase } from '../../../lambda/review-cases/domain/review-case.ts';
import type { ReviewCaseStore } from '../../../lambda/review-cases/ports/review-case-store.ts';
import { aReviewCase, aSessionCase, InMemoryReviewCases, PAIR } from '../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';
import { writtenEvents } from '../../support/lambda/written-events.ts';

const [ANN, BOB] = PAIR;
const decidedAs = (opened: ReviewCase, finding: 'allow_pair' | 'attack'): ReviewCase => ({
  ...opened,
  status: 'decided',
  revision: opened.revision + 1,
  decision: { finding, decided_at: NOON.toISOString() },
});

function runContract(make: () => ReviewCaseStore & { readonly pairs: AllowedPairs }): void {
  it('opens one case for two users, whichever of them asks', async () => {
    const store = make();
    const opened = aReviewCase({ tenant: unique('tenant') });
    const { tenant } = opened;
    expect(await store.open(opened)).toBe(true);
    expect(await store.isKnownPair(tenant, 'possible_duplicate', ['ann', 'bob'])).toBe(true);
    expect(await store.isKnownPair(tenant, 'possible_duplicate', ['bob', 'ann'])).toBe(true);
    expect(await store.isKnownPair(tenant, 'possible_duplicate', ['ann', 'cid'])).toBe(false);
    expect(await store.open({ ...opened, id: 'rc_2', users: [BOB, ANN] })).toBe(false);
    expect(await store.open({ ...opened, id: 'rc_2', users: [ANN, { ...BOB, user_id: 'cid' }] })).toBe(true);
    expect(await store.get(tenant, 'rc_1')).toEqual(opened);
    expect((await store.list(tenant, {}, 10)).cases.map(({ id }) => id)).toEqual(['rc_2', 'rc_1']);
  });

  it('opens one case for each reason and run of a session', async () => {
    const store = make();
    const opened = aSessionCase({ tenant: unique('tenant') });
    expect(await store.open(opened)).toBe(true);
    expect(await store.open({ ...opened, id: 'rc_2' })).toBe(false);
    const again = { ...opened, id: 'rc_2', session: { id: 'vs_1', run: 2, user_id: 'user-1' } };
    expect(await store.open(again)).toBe(true);
    expect(await store.open({ ...opened, id: 'rc_3', reason: 'liveness_in_band' })).toBe(true);
  });

  it('writes a change, and refuses one of a case that has changed', async () => {
    const store = make();
    const opened = aReviewCase({ tenant: unique('tenant') });
    await store.open(opened);
    const taken: ReviewCase = { ...opened, status: 'assigned', assignee: 'rita', revision: 2 };
    expect(await store.save(opened, taken)).toBe(true);
    expect(await store.get(opened.tenant, opened.id)).toEqual(taken);
    expect(await store.save(opened, { ...taken, assignee: 'ruth' })).toBe(false);
    const { assignee: _gone, ...freed } = { ...taken, status: 'open' as const, revision: 3 };
    expect(await store.save(taken, freed)).toBe(true);
    expect(await store.get(opened.tenant, opened.id)).toEqual(freed);
    expect(await store.get(unique('tenant'), opened.id)).toBeUndefined();
  });

  it('allows a pair with the decision, and takes it back when the case is reopened', async () => {
    const store = make();
    const opened = aReviewCase({ tenant: unique('tenant') });
    await store.open(opened);
    const allowed = decidedAs(opened, 'allow_pair');
    const pairedWith = async (user: string) => [...(await store.pairs.pairedWith(opened.tenant, user))];
    expect(await pairedWith('bob')).toEqual([]);
    await store.save(opened, allowed);
    expect([await pairedWith('bob'), await pairedWith('ann')]).toEqual([['ann'], ['bob']]);
    // whatever the reason of the case was that allowed it
    expect(await store.isKnownPair(opened.tenant, 'watchlist_hit', ['ann', 'bob'])).toBe(true);
    const { decision: _ended, ...reopened } = { ...allowed, status: 'open' as const, revision: 3 };
    await store.save(allowed, reopened);
    expect([await pairedWith('bob'), await pairedWith('ann')]).toEqual([[], []]);
  });

  it('lists the newest first, page by page, and those of one tenant', async () => {
    const store = make();
    const tenant = unique('tenant');
    for (const number of [1, 2, 3])
      await store.open(
        aSessionCase({
          tenant,
          id: `rc_${number}`,
          session: { id: `vs_${number}`, run: 1, user_id: 'user-1' },
        }),
      );
    const first = await store.list(tenant, {}, 2);
    expect(first.cases.map(({ id }) => id)).toEqual(['rc_3', 'rc_2']);
    expect((await store.list(tenant, {}, 2, first.lastId)).cases.map(({ id }) => id)).toEqual(['rc_1']);
    expect((await store.list(unique('tenant'), {}, 2)).cases).toEqual([]);
  });

  it('lists the cases of a session, of each run and reason, newest first', async () => {
    const store = make();
    const tenant = unique('tenant');
    const open = (id: string, session: string, run: number, changes: Partial<ReviewCase> = {}) =>
      store.open(aSessionCase({ tenant, id, session: { id: session, run, user_id: 'user-1' }, ...changes }));
    await open('rc_1', 'vs_1', 1);
    await open('rc_2', 'vs_2', 1);
    await open('rc_3', 'vs_1', 1, { reason: 'sampled' });
    await open('rc_4', 'vs_1', 2);
    const of = async (of: string, session: string, runs: number) =>
      (await store.listOfSession(of, { id: session, runs })).map(({ id }) => id);
    expect(await of(tenant, 'vs_1', 2)).toEqual(['rc_4', 'rc_3', 'rc_1']);
    expect(await of(tenant, 'vs_1', 1)).toEqual(['rc_3', 'rc_1']);
    expect(await of(tenant, 'vs_3', 1)).toEqual([]);
    expect(await of(unique('tenant'), 'vs_1', 2)).toEqual([]);
  });

  it('finds cases by reason, status, assignee and time, page by page', async () => {
    const store = make();
    const tenant = unique('tenant');
    const open = async (number: number, changes: Partial<ReviewCase>) => {
      const session = { id: `vs_${number}`, run: 1, user_id: 'user-1' };
      await store.open(aSessionCase({ tenant, id: `rc_${number}`, session, ...changes }));
    };
    const late = minutesAfter(-1).toISOString();
    await open(1, { due_at: late });
    await open(2, { reason: 'sampled', status: 'assigned', assignee: 'rita' });
    await open(3, { reason: 'sampled', status: 'assigned', assignee: 'ruth', due_at: late });
    await open(4, { reason: 'sampled', status: 'decided', due_at: late });
    await open(5, { reason: 'match_in_band', status: 'closed', due_at: late });
    const found = async (filter: Parameters<ReviewCaseStore['list']>[1]) => {
      const ids: string[] = [];
      let afterId: string | undefined;
      do {
        const page = await store.list(tenant, filter, 1, afterId);
        ids.push(...page.cases.map(({ id }) => id));
        afterId = page.lastId;
      } while (afterId !== undefined);
      return ids;
    };
    expect(await found({ reason: 'sampled' })).toEqual(['rc_4', 'rc_3', 'rc_2']);
    expect(await found({ status: 'open' })).toEqual(['rc_1']);
    expect(await found({ status: 'assigned' })).toEqual(['rc_3', 'rc_2']);
    expect(await found({ status: 'decided' })).toEqual(['rc_4']);
    expect(await found({ status: 'closed' })).toEqual(['rc_5']);
    expect(await found({ assignee: 'rita' })).toEqual(['rc_2']);
    expect(await found({ isWaiting: true })).toEqual(['rc_3', 'rc_2', 'rc_1']);
    expect(await found({ overdueAt: NOON })).toEqual(['rc_3', 'rc_1']);
    expect(await found({ overdueAt: NOON, reason: 'sampled', assignee: 'ruth' })).toEqual(['rc_3']);
    expect(await found({ overdueAt: NOON, status: 'decided' })).toEqual([]);
  });
}

describe('in memory', () => runContract(() => new InMemoryReviewCases()));

describe('in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  runContract(() => ({
    ...createDynamoReviewCaseStore(tables.documents, tables),
    pairs: createDynamoAllowedPairs(tables.documents, tables.control),
  }));

  it('lets a decided case expire, and a reopened one stay', async () => {
    const store = createDynamoReviewCaseStore(tables.documents, tables);
    const opened = aReviewCase({ tenant: unique('tenant') });
    await store.open(opened);
    const expiryOf = async () => {
      const Key = { pk: `${opened.tenant}#review-cases`, sk: opened.id };
      const command = new GetCommand({ TableName: tables.control, Key });
      return (await tables.documents.send(command)).Item?.expires_at_epoch_seconds;
    };
    expect(await expiryOf()).toBeUndefined();
    const decided = decidedAs(opened, 'attack');
    await store.save(opened, decided);
    expect(await expiryOf()).toBe(minutesAfter(400 * 24 * 60).getTime() / 1000);
    const { decision: _ended, ...reopened } = { ...decided, status: 'open' as const, revision: 3 };
    await store.save(decided, reopened);
    expect(await expiryOf()).toBeUndefined();
  });

  it('reports to others that a case was opened and decided, each once', async () => {
    const store = createDynamoReviewCaseStore(tables.documents, tables);
    const opened = aReviewCase({ tenant: unique('tenant') });
    const assigned: ReviewCase = { ...opened, status: 'assigned', assignee: 'rita', revision: 2 };
    for (const _twice of [1, 2]) {
      await store.open(opened);
      await store.save(opened, assigned);
      await store.save(assigned, decidedAs(assigned, 'attack'));
    }
    const events = await writtenEvents(tables, opened.tenant);
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      ['rc_1-1', 'review_case.opened'],
      ['rc_1-3', 'review_case.decided'],
    ]);
  });

  it('keeps no case about nobody', async () => {
    const { users: _none, ...empty } = aReviewCase();
    const store = createDynamoReviewCaseStore(tables.documents, tables);
    expect(() => store.open(empty)).toThrow('neither a session nor two users');
  });
});
