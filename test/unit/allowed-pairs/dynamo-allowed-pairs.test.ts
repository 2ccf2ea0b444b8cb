import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allowedPairDeletes,
  allowedPairPuts,
  createDynamoAllowedPairs,
} from '../../../lambda/allowed-pairs/adapters/dynamo-allowed-pairs.ts';
import type { AllowedPairs } from '../../../lambda/allowed-pairs/ports/allowed-pairs.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { unique } from '../../support/lambda/unique.ts';

interface Pairs extends AllowedPairs {
  readonly allow: (one: string, other: string, tenant: string) => unknown;
  readonly takeBack: (one: string, other: string, tenant: string) => unknown;
}

function runContract(make: () => Pairs): void {
  const allowSome = async () => {
    const pairs = make();
    const tenant = unique('tenant');
    await pairs.allow('ann', 'bob', tenant);
    await pairs.allow('cid', 'ann', tenant);
    await pairs.allow('annabel', 'bob', tenant);
    await pairs.allow('ann', 'zoe', unique('tenant'));
    return { pairs, tenant, of: async (user: string) => [...(await pairs.pairedWith(tenant, user))].sort() };
  };

  it('are found from both users, and by no other tenant', async () => {
    const { of } = await allowSome();
    expect(await of('ann')).toEqual(['bob', 'cid']);
    expect(await of('bob')).toEqual(['ann', 'annabel']);
    expect(await of('cid')).toEqual(['ann']);
    expect(await of('zoe')).toEqual([]);
  });

  it('are taken back for both users', async () => {
    const { pairs, tenant, of } = await allowSome();
    await pairs.takeBack('bob', 'ann', tenant);
    expect([await of('ann'), await of('bob')]).toEqual([['cid'], ['annabel']]);
  });

  it('are forgotten with one of their users', async () => {
    const { pairs, tenant, of } = await allowSome();
    await pairs.forget(tenant, 'ann');
    expect(await Promise.all(['ann', 'bob', 'cid'].map(of))).toEqual([[], ['annabel'], []]);
    await pairs.forget(tenant, 'ann');
  });
}

describe('allowed pairs in memory', () => runContract(() => new InMemoryAllowedPairs()));

describe('allowed pairs in DynamoDB', () => {
  let tables: DynamoTables;
  beforeAll(async () => {
    tables = await someDynamoTables();
  });
  afterAll(() => tables.close());
  const allowed = { case_id: 'rc_1', allowed_at: NOON.toISOString() };
  runContract(() => ({
    ...createDynamoAllowedPairs(tables.documents, tables.control),
    allow: (one, other, tenant) =>
      transact(tables.documents, allowedPairPuts(tables.control, tenant, [one, other], allowed)),
    takeBack: (one, other, tenant) =>
      transact(tables.documents, allowedPairDeletes(tables.control, tenant, [one, other])),
  }));

  it('leaves nothing of a user who was forgotten', async () => {
    const [tenant, user] = [unique('tenant'), unique('user')];
    const pairs = createDynamoAllowedPairs(tables.documents, tables.control);
    await transact(tables.documents, allowedPairPuts(tables.control, tenant, [user, 'bob'], allowed));
    expect(await tables.textOf(tables.control)).toContain(user);
    await pairs.forget(tenant, user);
    expect(await tables.textOf(tables.control)).not.toContain(user);
  });
});
