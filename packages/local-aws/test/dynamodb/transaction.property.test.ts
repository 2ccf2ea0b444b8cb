import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aLocalDynamoDb, aTable, TABLE, type TestDynamoDb } from './an-engine.ts';

/*
 * Transactions against a model that fits on one page: items by key, one counter and one owner each.
 */

interface ModelItem {
  readonly hits: number;
  readonly owner: string;
}
type Model = ReadonlyMap<string, ModelItem>;

const KEYS = ['a', 'b', 'c', 'd'];
const OWNERS = ['me', 'you'];

const aKey = fc.constantFrom(...KEYS);
const aCondition = fc.constantFrom('none', 'exists', 'absent', 'few hits');
type Condition = 'none' | 'exists' | 'absent' | 'few hits';

const anOperation = fc.record({
  kind: fc.constantFrom('Put', 'Update', 'Delete', 'ConditionCheck'),
  key: aKey,
  owner: fc.constantFrom(...OWNERS),
  condition: aCondition,
});
type Operation = typeof anOperation extends fc.Arbitrary<infer T> ? T : never;

const aTransaction = fc.uniqueArray(anOperation, { minLength: 1, maxLength: 4, selector: ({ key }) => key });

const holds = (condition: string, item: ModelItem | undefined): boolean =>
  ({
    none: true,
    exists: item !== undefined,
    absent: item === undefined,
    'few hits': item !== undefined && item.hits < 3,
  })[condition as Condition];

/** A condition check can't be without a condition. */
const conditionOf = ({ kind, condition }: Operation): string =>
  kind === 'ConditionCheck' && condition === 'none' ? 'exists' : condition;

function applied(model: Model, transaction: readonly Operation[]): Model | undefined {
  if (!transaction.every((operation) => holds(conditionOf(operation), model.get(operation.key))))
    return undefined;
  const next = new Map(model);
  for (const { kind, key, owner } of transaction) {
    if (kind === 'Put') next.set(key, { hits: 0, owner });
    if (kind === 'Update') next.set(key, { hits: (model.get(key)?.hits ?? 0) + 1, owner });
    if (kind === 'Delete') next.delete(key);
  }
  return next;
}

const EXPRESSIONS: Record<string, object> = {
  none: {},
  exists: { ConditionExpression: 'attribute_exists(pk)' },
  absent: { ConditionExpression: 'attribute_not_exists(pk)' },
  'few hits': { ConditionExpression: 'hits < :three', ExpressionAttributeValues: { ':three': { N: '3' } } },
};

function requestOf(operation: Operation): object {
  const Key = { pk: { S: operation.key }, sk: { S: 's' } };
  const condition = EXPRESSIONS[conditionOf(operation)] as { ExpressionAttributeValues?: object };
  const owner = { S: operation.owner };
  const body =
    operation.kind === 'Put'
      ? { Item: { ...Key, hits: { N: '0' }, owner } }
      : operation.kind === 'Update'
        ? {
            Key,
            UpdateExpression: 'SET #owner = :owner ADD hits :one',
            ExpressionAttributeNames: { '#owner': 'owner' },
          }
        : { Key };
  const values = {
    ...condition.ExpressionAttributeValues,
    ...(operation.kind === 'Update' ? { ':owner': owner, ':one': { N: '1' } } : {}),
  };
  return {
    [operation.kind]: {
      TableName: TABLE,
      ...condition,
      ...body,
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    },
  };
}

let local: TestDynamoDb;
beforeAll(async () => {
  local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable()]);
});
afterAll(() => local.close());

async function stored(): Promise<Model> {
  const { Items } = await local.call('Scan', { TableName: TABLE });
  return modelOf(Items);
}

const modelOf = (items: unknown): Model =>
  new Map(
    (items as { pk: { S: string }; hits: { N: string }; owner: { S: string } }[])
      .map(({ pk, hits, owner }): [string, ModelItem] => [pk.S, { hits: Number(hits.N), owner: owner.S }])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const sorted = (model: Model): Model => new Map([...model].sort(([a], [b]) => (a < b ? -1 : 1)));

it('does what a plain map does: all of a transaction or nothing, in table and index', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aTransaction, { maxLength: 12 }), async (transactions) => {
      await local.call('BatchWriteItem', {
        RequestItems: {
          [TABLE]: KEYS.map((pk) => ({ DeleteRequest: { Key: { pk: { S: pk }, sk: { S: 's' } } } })),
        },
      });
      let model: Model = new Map();
      for (const transaction of transactions) {
        const next = applied(model, transaction);
        const attempt = local.call('TransactWriteItems', { TransactItems: transaction.map(requestOf) });
        if (next) await attempt;
        else {
          const reasons = transaction.map((operation) => ({
            Code: holds(conditionOf(operation), model.get(operation.key)) ? 'None' : 'ConditionalCheckFailed',
          }));
          await expect(attempt).rejects.toMatchObject({
            code: 'TransactionCanceledException',
            members: { CancellationReasons: reasons },
          });
        }
        model = next ?? model;
        expect(await stored()).toEqual(sorted(model));
      }
      for (const owner of OWNERS) {
        const { Items } = await local.call('Query', {
          TableName: TABLE,
          IndexName: 'by-owner',
          KeyConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner } },
        });
        expect(modelOf(Items)).toEqual(
          sorted(new Map([...model].filter(([, item]) => item.owner === owner))),
        );
      }
    }),
    { numRuns: 60 },
  );
});

it('does all of each of many concurrent transactions, or nothing of it and says with whom it conflicted', async () => {
  const counters = ['left', 'right'];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) =>
      local.call('TransactWriteItems', {
        TransactItems: (index % 2 === 0 ? counters : counters.toReversed()).map((pk) => ({
          Update: {
            TableName: TABLE,
            Key: { pk: { S: pk }, sk: { S: 's' } },
            UpdateExpression: 'ADD hits :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        })),
      }),
    ),
  );
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  for (const refusal of refusals)
    expect(refusal).toMatchObject({
      code: 'TransactionCanceledException',
      members: { CancellationReasons: [conflict, conflict] },
    });
  const committed = outcomes.length - refusals.length;
  expect(committed).toBeGreaterThan(0);
  const { Responses } = await local.call('TransactGetItems', {
    TransactItems: counters.map((pk) => ({
      Get: { TableName: TABLE, Key: { pk: { S: pk }, sk: { S: 's' } } },
    })),
  });
  expect((Responses as { Item: { hits: object } }[]).map(({ Item }) => Item.hits)).toEqual([
    { N: String(committed) },
    { N: String(committed) },
  ]);
});

it('forgets a token after ten minutes', async () => {
  const once = {
    ClientRequestToken: 'forgotten',
    TransactItems: [
      {
        Update: {
          TableName: TABLE,
          Key: { pk: { S: 'token' }, sk: { S: 's' } },
          UpdateExpression: 'ADD hits :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  };
  const hits = async () => {
    const Key = { pk: { S: 'token' }, sk: { S: 's' } };
    return ((await local.call('GetItem', { TableName: TABLE, Key })).Item as { hits: object }).hits;
  };
  await local.call('TransactWriteItems', once);
  local.clock.advance(10 * 60 * 1000 - 1);
  await local.call('TransactWriteItems', once);
  expect(await hits()).toEqual({ N: '1' });
  local.clock.advance(1);
  await local.dynamoDb.sweep();
  await local.call('TransactWriteItems', once);
  expect(await hits()).toEqual({ N: '2' });
});
