import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamRecord } from '../../src/dynamodb/stream.ts';
import { aLocalDynamoDb, aTable, TABLE, type TestDynamoDb } from './an-engine.ts';

const DAY_MS = 86_400_000;
const NEW_AND_OLD = { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } };

let local: TestDynamoDb;
const streaming = async (properties: Record<string, unknown> = NEW_AND_OLD) => {
  local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable(properties)]);
};
beforeEach(() => streaming());
afterEach(() => local.close());

const item = (sk: string, value: string) => ({ pk: { S: 'p' }, sk: { S: sk }, value: { S: value } });
const put = (sk: string, value = 'a') => local.call('PutItem', { TableName: TABLE, Item: item(sk, value) });
const key = (sk: string) => ({ TableName: TABLE, Key: { pk: { S: 'p' }, sk: { S: sk } } });
const records = (after = '') => local.dynamoDb.streams.read(TABLE, after, 100);
const seen = (all: readonly StreamRecord[]) => all.map(({ eventName, Keys }) => `${eventName} ${Keys.sk?.S}`);

describe('the stream of a table', () => {
  it('has a record of each change, in their order, with the item before and after', async () => {
    await put('1');
    await put('1', 'b');
    await local.call('DeleteItem', key('1'));
    const found = await records();
    expect(found).toMatchObject([
      { eventName: 'INSERT', Keys: { pk: { S: 'p' }, sk: { S: '1' } }, NewImage: item('1', 'a') },
      { eventName: 'MODIFY', NewImage: item('1', 'b'), OldImage: item('1', 'a') },
      { eventName: 'REMOVE', OldImage: item('1', 'b') },
    ]);
    expect(found[0]).not.toHaveProperty('OldImage');
    expect(found[2]).not.toHaveProperty('NewImage');
    expect(found.map(({ ApproximateCreationDateTime }) => ApproximateCreationDateTime)).toEqual(
      found.map(() => local.clock.now() / 1000),
    );
  });

  it('has no record of a write that changes nothing, or that is refused', async () => {
    await put('1');
    await put('1');
    await local.call('DeleteItem', key('2'));
    const refused = local.call('PutItem', {
      TableName: TABLE,
      Item: item('1', 'c'),
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await expect(refused).rejects.toThrow('conditional');
    expect(seen(await records())).toEqual(['INSERT 1']);
  });

  it('has a record of each item of a transaction, or of none', async () => {
    const writing = (sk: string, ConditionExpression: string) => ({
      Put: { TableName: TABLE, Item: item(sk, 'a'), ConditionExpression },
    });
    const isNew = 'attribute_not_exists(pk)';
    await local.call('TransactWriteItems', { TransactItems: [writing('1', isNew), writing('2', isNew)] });
    await expect(
      local.call('TransactWriteItems', { TransactItems: [writing('3', isNew), writing('2', isNew)] }),
    ).rejects.toThrow('ConditionalCheckFailed');
    expect(seen(await records()).sort()).toEqual(['INSERT 1', 'INSERT 2']);
  });

  it('has a record of an item that expired', async () => {
    await local.call('PutItem', {
      TableName: TABLE,
      Item: { ...item('1', 'a'), expires_at: { N: String(local.clock.now() / 1000 + 1) } },
    });
    local.clock.advance(2000);
    await local.dynamoDb.sweep();
    expect(seen(await records())).toEqual(['INSERT 1', 'REMOVE 1']);
  });

  it.each([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
  ])('shows with %s no more than that', async (StreamViewType, images) => {
    await local.close();
    await streaming({ StreamSpecification: { StreamViewType } });
    await put('1');
    await put('1', 'b');
    const [, changed] = await records();
    expect(Object.keys(changed ?? {}).filter((name) => name.endsWith('Image'))).toEqual(images);
  });

  it('goes on behind its last record after a restart, and is read from any of them on', async () => {
    await put('1');
    const [first] = await records();
    local = await local.reopened();
    await put('2');
    expect(seen(await records(first?.SequenceNumber))).toEqual(['INSERT 2']);
    expect(await local.dynamoDb.streams.last(TABLE)).toBe((await records())[1]?.SequenceNumber);
  });

  it('forgets records after a day, and goes on behind the position of its readers', async () => {
    await put('1');
    const before = (await local.dynamoDb.streams.last(TABLE)) ?? '';
    local.clock.advance(DAY_MS + 1);
    await local.dynamoDb.sweep();
    expect(await records()).toEqual([]);
    local = await local.reopened();
    await put('2');
    expect(seen(await records(before))).toEqual(['INSERT 2']);
  });

  it('ends with its table', async () => {
    await put('1');
    await local.call('DeleteTable', { TableName: TABLE });
    await local.dynamoDb.provision([aTable(NEW_AND_OLD)]);
    expect(await records()).toEqual([]);
  });

  it('is not kept for a table that has none', async () => {
    await local.close();
    await streaming({});
    await put('1');
    expect(await records()).toEqual([]);
  });
});
