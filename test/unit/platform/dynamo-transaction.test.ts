import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { transact, transactPatiently } from '../../../lambda/platform/dynamo-transaction.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const dynamo = mockedClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());
const client = dynamo as unknown as DynamoDBDocumentClient;
const ITEMS = [{ Delete: { TableName: 'control', Key: { pk: 'a', sk: 'b' } } }];
const canceledFor = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    $metadata: {},
    message: '',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const CONFLICT = canceledFor('None', 'TransactionConflict');
const sent = () => dynamo.commandCalls(TransactWriteCommand).length;

describe.each([
  ['a transaction', transact],
  ['a patient transaction', transactPatiently],
])('%s', (_what, send) => {
  it('is true where all was written', async () => {
    dynamo.on(TransactWriteCommand).resolves({});
    expect(await send(client, ITEMS)).toBe(true);
    expect(dynamo.commandCalls(TransactWriteCommand)[0]?.args[0].input).toEqual({ TransactItems: ITEMS });
  });

  it.each([
    ['alone', canceledFor('None', 'ConditionalCheckFailed')],
    ['beside a conflict', canceledFor('TransactionConflict', 'ConditionalCheckFailed')],
  ])('is false, at once, where a condition failed %s', async (_where, error) => {
    dynamo.on(TransactWriteCommand).rejects(error);
    expect(await send(client, ITEMS)).toBe(false);
    expect(sent()).toBe(1);
  });

  it('fails at once with what is neither a condition nor a conflict', async () => {
    const error = canceledFor('ValidationError', 'TransactionConflict');
    dynamo.on(TransactWriteCommand).rejects(error);
    await expect(send(client, ITEMS)).rejects.toBe(error);
    expect(sent()).toBe(1);
  });
});

it('leaves conflicts to its client, which has tried again already', async () => {
  dynamo.on(TransactWriteCommand).rejects(CONFLICT);
  await expect(transact(client, ITEMS)).rejects.toBe(CONFLICT);
  expect(sent()).toBe(1);
});

it('has rounds of tries where it is to be patient', async () => {
  dynamo.on(TransactWriteCommand).rejectsOnce(CONFLICT).rejectsOnce(CONFLICT).resolves({});
  expect(await transactPatiently(client, ITEMS)).toBe(true);
  expect(sent()).toBe(3);
  dynamo.reset();
  dynamo.on(TransactWriteCommand).rejects(CONFLICT);
  await expect(transactPatiently(client, ITEMS)).rejects.toBe(CONFLICT);
  expect(sent()).toBe(6);
});
