import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { queueHandler } from '../../../lambda/platform/queue-handler.ts';
import { anSqsRecord } from '../../support/lambda/sqs-record.ts';

/** Consumes messages; those that say `poison` are refused. */
function consume(...bodies: string[]) {
  const consumed: string[] = [];
  const handler = queueHandler(async (body) => {
    if (body === 'poison') throw new Error('no');
    consumed.push(body);
  });
  const event: SQSEvent = { Records: bodies.map((body, index) => anSqsRecord(`m${index}`, body)) };
  return { consumed, answer: handler(event, {} as Context, () => {}) };
}

describe('messages of a queue', () => {
  it('are all consumed', async () => {
    const { consumed, answer } = consume('a', 'b');
    expect(await answer).toEqual({ batchItemFailures: [] });
    expect(consumed).toEqual(['a', 'b']);
  });

  it('come back by themselves where they are refused, and only those', async () => {
    const { consumed, answer } = consume('a', 'poison', 'b');
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(consumed).toEqual(['a', 'b']);
  });

  it('do not make the function fail where all of them are refused', async () => {
    const { answer } = consume('poison', 'poison');
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }] });
  });

  it('are answered by a handler that has answered before', async () => {
    const consumed: string[] = [];
    const handler = queueHandler(async (body) => {
      consumed.push(body);
    });
    for (const body of ['a', 'b'])
      await handler({ Records: [anSqsRecord('m', body)] }, {} as Context, () => {});
    expect(consumed).toEqual(['a', 'b']);
  });
});
