import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import { streamHandler } from '../../../lambda/platform/stream-handler.ts';

const anEvent = (...numbers: readonly number[]): DynamoDBStreamEvent => ({
  Records: numbers.map((number) => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `${number}00`,
      NewImage: { pk: { S: 'acme#1' }, sequence: { N: `${number}` } },
    },
  })),
});

it('gives the rows of a batch as they were written', async () => {
  const given: unknown[] = [];
  const handler = streamHandler(async (rows) => {
    given.push(...rows);
    return undefined;
  });
  expect(await handler(anEvent(1, 2))).toEqual({ batchItemFailures: [] });
  expect(given).toEqual([
    { pk: 'acme#1', sequence: 1 },
    { pk: 'acme#1', sequence: 2 },
  ]);
});

it('names the record from which a batch has to come again', async () => {
  const handler = streamHandler(async () => 1);
  expect(await handler(anEvent(1, 2, 3))).toEqual({ batchItemFailures: [{ itemIdentifier: '200' }] });
});

it('fails as a whole where its work fails', async () => {
  const handler = streamHandler(async () => {
    throw new Error('the bus is down');
  });
  await expect(handler(anEvent(1))).rejects.toThrow('the bus is down');
});
