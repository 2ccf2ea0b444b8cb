import { afterEach, beforeEach, expect, it } from 'vitest';
import { aLocalDynamoDb, aTable, TABLE, type TestDynamoDb } from './an-engine.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

let local: TestDynamoDb;
beforeEach(async () => {
  local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable()]);
});
afterEach(() => local.close());

const put = (sk: string, expiresAt: object, more: object = {}) =>
  local.call('PutItem', {
    TableName: TABLE,
    Item: { pk: { S: 'p' }, sk: { S: sk }, expires_at: expiresAt, ...more },
  });
const inSeconds = (seconds: number) => ({ N: String(local.clock.now() / 1000 + seconds) });
const left = async () => {
  const { Items } = await local.call('Scan', { TableName: TABLE });
  return (Items as { sk: { S: string } }[]).map(({ sk }) => sk.S).sort();
};

it('removes items when their time has passed on the clock, and only those', async () => {
  await put('soon', inSeconds(30));
  await put('later', inSeconds(3600));
  await put('never', { S: 'no number' });
  await local.dynamoDb.sweep();
  expect(await left()).toEqual(['later', 'never', 'soon']);
  local.clock.advance(59_000);
  await local.dynamoDb.sweep();
  expect(await left()).toEqual(['later', 'never']);
});

it('sweeps by itself once a minute', async () => {
  await put('soon', inSeconds(30));
  await local.clock.asleep();
  local.clock.advance(60_000);
  await expect.poll(left).toEqual([]);
});

it('keeps an item whose time passed more than five years ago', async () => {
  await put('mistake', inSeconds((-5 * YEAR_MS) / 1000 - 1));
  await local.dynamoDb.sweep();
  expect(await left()).toEqual(['mistake']);
});

it('removes expired items from the indexes too', async () => {
  await put('soon', inSeconds(30), { owner: { S: 'me' } });
  local.clock.advance(31_000);
  await local.dynamoDb.sweep();
  const { Count } = await local.call('Query', {
    TableName: TABLE,
    IndexName: 'by-owner',
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': { S: 'me' } },
  });
  expect(Count).toBe(0);
});

it('removes many expired items in one sweep', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `item-${index}`);
  await Promise.all(names.map((name) => put(name, inSeconds(1))));
  local.clock.advance(2_000);
  await local.dynamoDb.sweep();
  expect(await left()).toEqual([]);
});
