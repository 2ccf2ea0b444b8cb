import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aLocalDynamoDb, aTable, TABLE, type TestDynamoDb } from './an-engine.ts';

/* Queries against a sorted list: what fulfils the key condition, in order, page by page. */

const aText = fc.constantFrom('a', 'ab', 'a/', 'a~', 'b', 'ba', 'ä', '~', ' ', '0', '\uFFFD');
const anItem = fc.record({
  pk: fc.constantFrom('p', 'q'),
  sk: aText,
  owner: fc.constantFrom('me', 'you', undefined),
});
type ModelItem = typeof anItem extends fc.Arbitrary<infer T> ? T : never;

const order = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** How a condition on the sort key is written, and what it means. */
const CONDITIONS: Record<string, (sk: string, a: string, b: string) => boolean> = {
  '': () => true,
  'AND sk = :a': (sk, a) => sk === a,
  'AND sk < :a': (sk, a) => order(sk, a) < 0,
  'AND sk <= :a': (sk, a) => order(sk, a) <= 0,
  'AND sk > :a': (sk, a) => order(sk, a) > 0,
  'AND sk >= :a': (sk, a) => order(sk, a) >= 0,
  'AND begins_with(sk, :a)': (sk, a) => sk.startsWith(a),
  'AND sk BETWEEN :a AND :b': (sk, a, b) => order(sk, a) >= 0 && order(sk, b) <= 0,
};

let local: TestDynamoDb;
beforeAll(async () => {
  local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable()]);
});
afterAll(() => local.close());

async function replaceAll(items: readonly ModelItem[]): Promise<void> {
  const { Items } = await local.call('Scan', { TableName: TABLE });
  const requests = (Items as { pk: object; sk: object }[]).map(({ pk, sk }) => ({
    DeleteRequest: { Key: { pk, sk } },
  }));
  if (requests.length > 0) await local.call('BatchWriteItem', { RequestItems: { [TABLE]: requests } });
  for (const { pk, sk, owner } of items)
    await local.call('PutItem', {
      TableName: TABLE,
      Item: { pk: { S: pk }, sk: { S: sk }, ...(owner === undefined ? {} : { owner: { S: owner } }) },
    });
}

/** All pages of a request, as `pk/sk`. */
async function pages(operation: 'Query' | 'Scan', input: object): Promise<string[]> {
  const found: string[] = [];
  let start: unknown;
  do {
    const answer = await local.call(operation, {
      TableName: TABLE,
      ...input,
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    found.push(
      ...(answer.Items as { pk: { S: string }; sk: { S: string } }[]).map((i) => `${i.pk.S}/${i.sk.S}`),
    );
    start = answer.LastEvaluatedKey;
  } while (start);
  return found;
}

const someItems = fc.uniqueArray(anItem, { maxLength: 20, selector: ({ pk, sk }) => `${pk}/${sk}` });
const aLimit = fc.integer({ min: 1, max: 5 });

it('answers what fulfils the key condition, in the order of the sort key, whatever the size of a page', async () => {
  await fc.assert(
    fc.asyncProperty(
      someItems,
      fc.constantFrom(...Object.keys(CONDITIONS)),
      aText,
      aText,
      aLimit,
      fc.boolean(),
      async (items, condition, one, other, Limit, ScanIndexForward) => {
        const [a, b] = [one, other].sort(order) as [string, string];
        await replaceAll(items);
        const expected = items
          .filter(({ pk, sk }) => pk === 'p' && CONDITIONS[condition]?.(sk, a, b))
          .map(({ sk }) => sk)
          .sort(order);
        const found = await pages('Query', {
          KeyConditionExpression: `pk = :pk ${condition}`,
          ExpressionAttributeValues: {
            ':pk': { S: 'p' },
            ...(condition.includes(':a') ? { ':a': { S: a } } : {}),
            ...(condition.includes(':b') ? { ':b': { S: b } } : {}),
          },
          Limit,
          ScanIndexForward,
        });
        const ordered = ScanIndexForward ? expected : expected.toReversed();
        expect(found).toEqual(ordered.map((sk) => `p/${sk}`));
      },
    ),
    { numRuns: 80 },
  );
});

it('scans and queries an index page by page without losing or repeating an item', async () => {
  await fc.assert(
    fc.asyncProperty(someItems, aLimit, async (items, Limit) => {
      await replaceAll(items);
      const named = items.map(({ pk, sk }) => `${pk}/${sk}`).sort();
      expect((await pages('Scan', { Limit })).sort()).toEqual(named);
      const mine = items.filter(({ owner }) => owner === 'me').map(({ pk, sk }) => `${pk}/${sk}`);
      const byOwner = await pages('Query', {
        IndexName: 'by-owner',
        KeyConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': { S: 'me' } },
        Limit,
      });
      expect(byOwner.sort()).toEqual(mine.sort());
      const owned = items.filter(({ owner }) => owner !== undefined).map(({ pk, sk }) => `${pk}/${sk}`);
      expect((await pages('Scan', { IndexName: 'by-owner', Limit })).sort()).toEqual(owned.sort());
    }),
    { numRuns: 40 },
  );
});
