import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aLocalDynamoDb, aTable, TABLE, type TestDynamoDb } from './an-engine.ts';

type Key = Record<string, { S: string }>;

let local: TestDynamoDb;
beforeEach(async () => {
  local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable()]);
});
afterEach(() => local.close());

/** Two partition keys whose items dynalite files under one key of an index: it keeps 24 bits of this hash. */
function twoThatFallTogether(): [string, string] {
  const seen = new Map<string, string>();
  for (let number = 0; ; number++) {
    const pk = `item-${number}`;
    const hash = createHash('md5').update(`Outliers${pk}s`).digest('hex').slice(0, 6);
    const other = seen.get(hash);
    if (other !== undefined) return [other, pk];
    seen.set(hash, pk);
  }
}

const put = (pk: string, more: object = {}) =>
  local.call('PutItem', {
    TableName: TABLE,
    Item: { pk: { S: pk }, sk: { S: 's' }, owner: { S: 'me' }, ...more },
  });
const page = (more: object = {}) =>
  local.call('Query', {
    TableName: TABLE,
    IndexName: 'by-owner',
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': { S: 'me' } },
    ...more,
  });
const pksOf = ({ Items }: Record<string, unknown>) => (Items as Key[]).map(({ pk }) => pk?.S);

/** All partition keys, read in pages of one item. */
async function pageByPage(more: object): Promise<(string | undefined)[]> {
  const pks: (string | undefined)[] = [];
  let start: unknown;
  do {
    const answer = await page({ ...more, Limit: 1, ...(start ? { ExclusiveStartKey: start } : {}) });
    pks.push(...pksOf(answer));
    start = answer.LastEvaluatedKey;
  } while (start);
  return pks;
}

it('shows every item of one index key, also when their hashes fall together', async () => {
  const pair = twoThatFallTogether();
  for (const pk of [...pair, 'other']) await put(pk);
  const all = pksOf(await page());
  expect([...all].sort()).toEqual([...pair, 'other'].sort());
  expect(await pageByPage({})).toEqual(all);
  expect(await pageByPage({ ScanIndexForward: false })).toEqual(all.toReversed());
});

it('forgets only the item that is deleted of two whose hashes fall together', async () => {
  const [kept, deleted] = twoThatFallTogether();
  await put(kept);
  await put(deleted);
  await local.call('DeleteItem', { TableName: TABLE, Key: { pk: { S: deleted }, sk: { S: 's' } } });
  expect(pksOf(await page())).toEqual([kept]);
});

it('follows an item that changes', async () => {
  await put('one', { note: { S: 'old' } });
  await put('one', { note: { S: 'new' } });
  expect((await page()).Items).toEqual([
    { pk: { S: 'one' }, sk: { S: 's' }, owner: { S: 'me' }, note: { S: 'new' } },
  ]);
});
