import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLocalDynamoDb, aTable, TABLE, type TestDynamoDb } from './an-engine.ts';

/** How long a transaction holds its items here; the clock moves only when a test says so. */
const TRANSACTION_MS = 15;

let local: TestDynamoDb;
let conflicts: string[];
beforeEach(async () => {
  conflicts = [];
  local = await aLocalDynamoDb({
    transactionMs: TRANSACTION_MS,
    onConflict: (table) => conflicts.push(table),
  });
  await local.dynamoDb.provision([aTable()]);
});
afterEach(() => local.close());

const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: 's' } });
const about = (pk: string) => ({ TableName: TABLE, Key: keyOf(pk) });
const ADD_HIT = { UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
const update = (pk: string) => ({ Update: { ...about(pk), ...ADD_HIT } });
const check = (pk: string, ConditionExpression = 'attribute_not_exists(hits)') => ({
  ConditionCheck: { ...about(pk), ConditionExpression },
});
const write = (...TransactItems: object[]) => local.call('TransactWriteItems', { TransactItems });
const read = (...pks: string[]) =>
  local.call('TransactGetItems', { TransactItems: pks.map((pk) => ({ Get: about(pk) })) });
const hitsOf = async (pk: string) =>
  (await local.call('GetItem', about(pk))).Item as { hits?: object } | undefined;

/** Begins a transaction that is under way until `end` is called. */
async function underWay(begin: () => Promise<unknown>) {
  const asleep = local.clock.remaining.length;
  const done = begin();
  // a test that ends early must not leave a rejection that nobody sees
  done.catch(() => {});
  await local.clock.asleep(asleep + 1);
  return {
    done,
    end: () => {
      local.clock.advance(TRANSACTION_MS);
      return done;
    },
  };
}

const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
const canceledFor = (...CancellationReasons: object[]) => ({
  code: 'TransactionCanceledException',
  status: 400,
  members: { CancellationReasons },
});
const NONE = { Code: 'None' };
const CONDITION = { Code: 'ConditionalCheckFailed' };

describe('a transaction that is under way', () => {
  it.each([
    ['an update meets an update', update('a'), update('a')],
    ['an update meets a check', check('a'), update('a')],
    ['a check meets an update', update('a'), check('a')],
    ['a check meets a check', check('a'), check('a')],
    ['a put meets a delete', { Delete: about('a') }, { Put: { TableName: TABLE, Item: keyOf('a') } }],
  ])('cancels another that needs its item: %s', async (_what, first, second) => {
    const { end } = await underWay(() => write(first, update('mine')));
    await expect(write(update('free'), second)).rejects.toMatchObject({
      ...canceledFor(NONE, CONFLICT),
      message: expect.stringContaining('[None, TransactionConflict]'),
    });
    await end();
    expect(await hitsOf('free')).toBeUndefined();
    expect(await hitsOf('mine')).toMatchObject({ hits: { N: '1' } });
    const after = await underWay(() => write(second));
    await after.end().catch((error: unknown) => expect(error).toMatchObject(canceledFor(CONDITION)));
  });

  it('says what else is wrong with the items that nobody holds', async () => {
    const { end } = await underWay(() => write(update('a')));
    await expect(write(check('b', 'attribute_exists(pk)'), update('a'), update('c'))).rejects.toMatchObject(
      canceledFor(CONDITION, CONFLICT, NONE),
    );
    await end();
  });

  it('lets another one with other items through', async () => {
    const first = await underWay(() => write(update('a')));
    const second = await underWay(() => write(update('b')));
    local.clock.advance(TRANSACTION_MS);
    await Promise.all([first.done, second.done]);
    expect(local.dynamoDb.contention()).toMatchObject({ committed: 2, canceled: 0, rejected: 0 });
  });

  it.each([
    ['PutItem', { TableName: TABLE, Item: keyOf('a') }],
    ['UpdateItem', { ...about('a'), ...ADD_HIT }],
    ['DeleteItem', about('a')],
  ])('refuses a %s of its item, also where it only checks it', async (operation, input) => {
    const { end } = await underWay(() => write(check('a'), update('b')));
    await expect(local.call(operation, input)).rejects.toMatchObject({
      code: 'TransactionConflictException',
      status: 400,
      message: 'Transaction is ongoing for the item',
    });
    await end();
    await local.call(operation, input);
  });

  it('refuses a write of its item before that write looks at its own condition', async () => {
    const { end } = await underWay(() => write(update('a')));
    const impossible = { ConditionExpression: 'attribute_exists(nothing)' };
    await expect(local.call('DeleteItem', { ...about('a'), ...impossible })).rejects.toMatchObject({
      code: 'TransactionConflictException',
    });
    await end();
  });

  it('leaves its item out of a batch that is written', async () => {
    const { end } = await underWay(() => write(update('a')));
    const put = (pk: string) => ({ PutRequest: { Item: { ...keyOf(pk), owner: { S: 'batch' } } } });
    const { UnprocessedItems } = await local.call('BatchWriteItem', {
      RequestItems: { [TABLE]: [put('a'), put('b')] },
    });
    expect(UnprocessedItems).toEqual({ [TABLE]: [put('a')] });
    await end();
    expect(await hitsOf('a')).toEqual({ ...keyOf('a'), hits: { N: '1' } });
    expect(await hitsOf('b')).toEqual(put('b').PutRequest.Item);
    expect((await local.call('BatchWriteItem', { RequestItems: UnprocessedItems })).UnprocessedItems).toEqual(
      {},
    );
  });

  it('is not felt by reads of one item, which see it as it was', async () => {
    const { end } = await underWay(() => write(update('a')));
    expect(await hitsOf('a')).toBeUndefined();
    await end();
    expect(await hitsOf('a')).toMatchObject({ hits: { N: '1' } });
  });

  it('cancels a transactional read of its item', async () => {
    const { end } = await underWay(() => write(update('a')));
    await expect(read('b', 'a')).rejects.toMatchObject(canceledFor(NONE, CONFLICT));
    await end();
    const after = await underWay(() => read('a'));
    expect(await after.end()).toMatchObject({ Responses: [{ Item: { hits: { N: '1' } } }] });
  });

  it('holds nothing any more once it is canceled', async () => {
    const canceled = await underWay(() => write(check('a', 'attribute_exists(pk)'), update('b')));
    await expect(canceled.end()).rejects.toMatchObject(canceledFor(CONDITION, NONE));
    await local.call('UpdateItem', { ...about('b'), ...ADD_HIT });
  });

  it('answers its own token with "in progress", and then without writing again', async () => {
    const once = { ClientRequestToken: 'once', TransactItems: [update('a')] };
    const { end } = await underWay(() => local.call('TransactWriteItems', once));
    await expect(local.call('TransactWriteItems', once)).rejects.toMatchObject({
      code: 'TransactionInProgressException',
    });
    await end();
    await local.call('TransactWriteItems', once);
    expect(await hitsOf('a')).toMatchObject({ hits: { N: '1' } });
  });

  it('does not use up the token of one that it cancels', async () => {
    const once = { ClientRequestToken: 'again', TransactItems: [update('a')] };
    const first = await underWay(() => write(update('a')));
    await expect(local.call('TransactWriteItems', once)).rejects.toMatchObject(canceledFor(CONFLICT));
    await first.end();
    const second = await underWay(() => local.call('TransactWriteItems', once));
    await second.end();
    expect(await hitsOf('a')).toMatchObject({ hits: { N: '2' } });
  });
});

describe('a transactional read that is under way', () => {
  it.each([
    ['PutItem', { TableName: TABLE, Item: keyOf('a') }],
    ['UpdateItem', { ...about('a'), ...ADD_HIT }],
    ['DeleteItem', about('a')],
    ['BatchWriteItem', { RequestItems: { [TABLE]: [{ DeleteRequest: { Key: keyOf('a') } }] } }],
  ])('is canceled by a %s of its item, which goes through', async (operation, input) => {
    const { end } = await underWay(() => read('a', 'b'));
    await local.call(operation, input);
    await expect(end()).rejects.toMatchObject(canceledFor(CONFLICT, NONE));
  });

  it('is canceled by a write transaction, which goes through', async () => {
    const reading = await underWay(() => read('a'));
    const writing = await underWay(() => write(update('a')));
    local.clock.advance(TRANSACTION_MS);
    await writing.done;
    await expect(reading.done).rejects.toMatchObject(canceledFor(CONFLICT));
  });

  it('goes on beside another read of its item', async () => {
    const one = await underWay(() => read('a'));
    const other = await underWay(() => read('a'));
    local.clock.advance(TRANSACTION_MS);
    await Promise.all([one.done, other.done]);
  });
});

it('never lets writes of one item conflict that are in no transaction', async () => {
  await Promise.all(
    Array.from({ length: 20 }, () => local.call('UpdateItem', { ...about('a'), ...ADD_HIT })),
  );
  expect(await hitsOf('a')).toMatchObject({ hits: { N: '20' } });
});

it('counts what was refused, item by item, as AWS does', async () => {
  const { end } = await underWay(() => write(update('a'), update('b')));
  await expect(write(update('a'), update('b'), update('c'))).rejects.toThrow();
  await expect(local.call('DeleteItem', about('a'))).rejects.toThrow();
  await end();
  expect(local.dynamoDb.contention()).toEqual({
    committed: 1,
    canceled: 1,
    rejected: 1,
    items: new Map([
      [`${TABLE} a s`, 2],
      [`${TABLE} b s`, 1],
    ]),
  });
  expect(conflicts).toEqual([TABLE, TABLE, TABLE]);
});

it('refuses a transaction whose items have more than 4 MB together', async () => {
  const item = (pk: string) => ({
    Put: { TableName: TABLE, Item: { ...keyOf(pk), text: { S: 'x'.repeat(399 * 1024) } } },
  });
  const large = await underWay(() => write(...Array.from({ length: 11 }, (_, index) => item(`l${index}`))));
  await expect(large.end()).rejects.toMatchObject({ code: 'ValidationException' });
  const fitting = await underWay(() => write(...Array.from({ length: 10 }, (_, index) => item(`l${index}`))));
  await fitting.end();
});
