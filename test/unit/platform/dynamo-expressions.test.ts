import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  newestFirst,
  setting,
  settingFrom,
  unlessRefused,
  wasWritten,
} from '../../../lambda/platform/dynamo-expressions.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const document = mockedClient(DynamoDBDocumentClient);
beforeEach(() => {
  document.reset();
});
const refusal = () => new ConditionalCheckFailedException({ $metadata: {}, message: '' });

describe('a conditional write', () => {
  it('answers what it gave, or that its condition did not hold', async () => {
    expect(await unlessRefused(Promise.resolve('written'))).toBe('written');
    expect(await unlessRefused(Promise.reject(refusal()))).toBeUndefined();
    expect(await wasWritten(Promise.resolve({}))).toBe(true);
    expect(await wasWritten(Promise.reject(refusal()))).toBe(false);
  });

  it('fails with any other error', async () => {
    const fault = new Error('socket hang up');
    await expect(unlessRefused(Promise.reject(fault))).rejects.toBe(fault);
    await expect(wasWritten(Promise.reject(fault))).rejects.toBe(fault);
  });
});

describe('the parts of an update', () => {
  it('give every name an alias, for many are words of DynamoDB', () => {
    expect(setting({ status: 'running', total: 3 })).toEqual({
      UpdateExpression: 'SET #f0 = :f0, #f1 = :f1',
      ExpressionAttributeNames: { '#f0': 'status', '#f1': 'total' },
      ExpressionAttributeValues: { ':f0': 'running', ':f1': 3 },
    });
  });

  it('hold it to the statuses that it may come from', () => {
    expect(settingFrom(['created', 'paused'], { status: 'running' })).toEqual({
      UpdateExpression: 'SET #f0 = :f0',
      ConditionExpression: '#status IN (:from0, :from1)',
      ExpressionAttributeNames: { '#f0': 'status', '#status': 'status' },
      ExpressionAttributeValues: { ':f0': 'running', ':from0': 'created', ':from1': 'paused' },
    });
  });
});

describe('a page of a partition', () => {
  const page = (afterId?: string) =>
    newestFirst(
      document as unknown as DynamoDBDocumentClient,
      'table',
      (id) => ({ pk: 'acme#jobs', sk: id }),
      { limit: 2, afterId },
    );

  it('is read from the newest on, and says what the next one comes after', async () => {
    document.on(QueryCommand).resolves({ Items: [{ id: 'b' }], LastEvaluatedKey: { pk: 'p', sk: 'b' } });
    expect(await page()).toEqual({ items: [{ id: 'b' }], lastId: 'b' });
    expect(document.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({
      TableName: 'table',
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': 'acme#jobs' },
      ScanIndexForward: false,
      Limit: 2,
    });
  });

  it('goes on behind an id, and may be the last', async () => {
    document.on(QueryCommand).resolves({});
    expect(await page('b')).toEqual({ items: [] });
    expect(document.commandCalls(QueryCommand)[0]?.args[0].input.ExclusiveStartKey).toEqual({
      pk: 'acme#jobs',
      sk: 'b',
    });
  });
});
