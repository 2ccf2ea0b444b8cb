import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDynamoDb, type DynamoDbUnderTest } from './a-table.ts';

type Item = Record<string, AttributeValue>;

/** Rounds of twenty requests in which two will have overlapped. */
const MAX_ROUNDS = 20;
/** Writes one after the other of which one will have met a transaction. */
const MAX_WRITES = 500;

describe('transactions in DynamoDB', () => {
  let dynamoDb: DynamoDbUnderTest;
  let keys = 0;
  beforeAll(async () => {
    dynamoDb = await aDynamoDb();
  });
  afterAll(() => dynamoDb.close());

  const aKey = () => ({ pk: { S: `transaction-${++keys}` }, sk: { S: 'a' } });
  const inTable = () => ({ TableName: dynamoDb.table });
  const put = (Item: Item) => dynamoDb.client.send(new PutItemCommand({ ...inTable(), Item }));
  const get = async (Key: Item) =>
    (await dynamoDb.client.send(new GetItemCommand({ ...inTable(), Key, ConsistentRead: true }))).Item;
  const transact = (TransactItems: TransactWriteItem[], more: object = {}) =>
    dynamoDb.client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  const increment = (Key: Item) => ({
    Update: {
      ...inTable(),
      Key,
      UpdateExpression: 'ADD hits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  });
  const mustExist = (Key: Item, more: object = {}) => ({
    ConditionCheck: { ...inTable(), Key, ConditionExpression: 'attribute_exists(pk)', ...more },
  });

  it('puts, updates, deletes and checks together', async () => {
    const [created, updated, deleted, checked] = [aKey(), aKey(), aKey(), aKey()];
    await Promise.all([put(deleted), put(checked)]);
    await transact([
      { Put: { ...inTable(), Item: { ...created, note: { S: '' } } } },
      increment(updated),
      { Delete: { ...inTable(), Key: deleted } },
      mustExist(checked),
    ]);
    expect(await Promise.all([created, updated, deleted, checked].map(get))).toEqual([
      { ...created, note: { S: '' } },
      { ...updated, hits: { N: '1' } },
      undefined,
      checked,
    ]);
  });

  it('writes nothing when one condition fails, and says which one', async () => {
    const [untouched, missing, present] = [aKey(), aKey(), { ...aKey(), state: { S: 'done' } }];
    await put(present);
    await expect(
      transact([
        { Put: { ...inTable(), Item: untouched } },
        mustExist(missing, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        {
          Put: {
            ...inTable(),
            Item: { pk: present.pk, sk: present.sk },
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ]),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[None, ConditionalCheckFailed, ConditionalCheckFailed]'),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        { Code: 'ConditionalCheckFailed', Item: present },
      ],
    });
    expect(await get(untouched)).toBeUndefined();
  });

  it('cancels with a reason when an update does not fit its item', async () => {
    const [untouched, text] = [aKey(), { ...aKey(), hits: { S: 'many' } }];
    await put(text);
    await expect(
      transact([{ Put: { ...inTable(), Item: untouched } }, increment({ pk: text.pk, sk: text.sk })]),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ValidationError', Message: expect.stringMatching(/incorrect data type/) },
      ],
    });
    expect(await get(untouched)).toBeUndefined();
  });

  it('answers a repeated token without writing again', async () => {
    const key = aKey();
    const ClientRequestToken = `token-${Date.now()}`;
    await transact([increment(key)], { ClientRequestToken });
    await transact([increment(key)], { ClientRequestToken });
    expect((await get(key))?.hits).toEqual({ N: '1' });
  });

  it('refuses a token that comes back with another request', async () => {
    const ClientRequestToken = `other-${Date.now()}`;
    await transact([increment(aKey())], { ClientRequestToken });
    await expect(transact([increment(aKey())], { ClientRequestToken })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  /**
   * Sends requests at once, and again until some of them
   * were refused: whether two overlap is a matter of chance.
   */
  const untilRefused = async (send: (index: number) => Promise<unknown>) => {
    const refusals: unknown[] = [];
    let fulfilled = 0;
    for (let round = 0; round < MAX_ROUNDS && refusals.length === 0; round += 1) {
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => send(index)));
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') refusals.push(outcome.reason);
        else fulfilled += 1;
      }
    }
    expect(refusals.length).toBeGreaterThan(0);
    return { refusals, fulfilled };
  };

  it('cancels overlapping transactions for each other, and none of them by half', async () => {
    const [one, other] = [aKey(), aKey()];
    const { refusals, fulfilled } = await untilRefused(() => transact([increment(one), increment(other)]));
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        name: 'TransactionCanceledException',
        message: expect.stringContaining('TransactionConflict'),
      });
      for (const { Code } of (refusal as TransactionCanceledException).CancellationReasons ?? [])
        expect(['None', 'TransactionConflict']).toContain(Code);
    }
    const committed = { N: String(fulfilled) };
    expect(await Promise.all([one, other].map(async (key) => (await get(key))?.hits))).toEqual([
      committed,
      committed,
    ]);
  });

  it('cancels transactions that only check one item for each other as well', async () => {
    const shared = aKey();
    await put(shared);
    const { refusals } = await untilRefused(() => transact([mustExist(shared), increment(aKey())]));
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
      });
  });

  it('refuses a write of an item that is in a transaction', async () => {
    const key = aKey();
    let refusal: unknown;
    const write = async () => {
      for (let tries = 0; tries < MAX_WRITES && refusal === undefined; tries += 1)
        await put({ ...key, note: { S: 'x' } }).catch((error: unknown) => {
          refusal = error;
        });
    };
    const writing = Promise.all([write(), write()]).then(() => true);
    // what becomes of the transactions is another test's
    const inTransactions = async () => {
      while (!(await Promise.race([writing, transact([increment(key), increment(aKey())]).catch(() => {})])));
    };
    await Promise.all([writing, inTransactions()]);
    expect(refusal).toMatchObject({ name: 'TransactionConflictException' });
  });

  it('refuses two operations on one item', async () => {
    const key = aKey();
    await expect(transact([increment(key), mustExist(key)])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  it('refuses an expression that does not parse, before any condition is looked at', async () => {
    await expect(
      transact([mustExist(aKey()), mustExist(aKey(), { ConditionExpression: '((attribute_exists(pk)))' })]),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid ConditionExpression: The expression has redundant parentheses;',
    });
  });

  it('refuses an item without its key', async () => {
    await expect(transact([{ Put: { ...inTable(), Item: { pk: { S: 'x' } } } }])).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/Missing the key sk in the item/),
    });
  });

  it('refuses a table that does not exist', async () => {
    await expect(transact([{ Put: { TableName: 'no-such-table', Item: aKey() } }])).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('refuses more than 100 items', async () => {
    await expect(transact(Array.from({ length: 101 }, () => increment(aKey())))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/less than or equal to 100/),
    });
  });

  it('reads items together, in the order of the request, with gaps for missing ones', async () => {
    const [first, missing, second] = [aKey(), aKey(), aKey()];
    await Promise.all([put(first), put(second)]);
    const { Responses } = await dynamoDb.client.send(
      new TransactGetItemsCommand({
        TransactItems: [second, missing, first].map((Key) => ({ Get: { ...inTable(), Key } })),
      }),
    );
    expect(Responses?.map(({ Item }) => Item)).toEqual([second, undefined, first]);
  });

  it('counts transactional writes twice', async () => {
    const { ConsumedCapacity } = await transact([{ Put: { ...inTable(), Item: aKey() } }], {
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(ConsumedCapacity).toMatchObject([{ TableName: dynamoDb.table, CapacityUnits: 2 }]);
  });
});
