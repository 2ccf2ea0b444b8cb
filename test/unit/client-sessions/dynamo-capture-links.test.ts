import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDynamoCaptureLinks } from '../../../lambda/client-sessions/adapters/dynamo-capture-links.ts';
import { NO_LINKS } from '../../../lambda/client-sessions/domain/capture-link.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const dynamo = mockedClient(DynamoDBDocumentClient);
const store = createDynamoCaptureLinks(DynamoDBDocumentClient.from(new DynamoDBClient({})), 'control');
const links = [
  { id: 'cl_1', secret_sha256: 'a', expires_at: '2026-03-02T12:10:00.000Z' },
  { id: 'cl_2', secret_sha256: 'b', expires_at: '2026-03-02T12:12:00.000Z', used_by: 'c' },
];
const Key = { pk: 'acme#capture-links#vs_1', sk: 'links' };

beforeEach(() => dynamo.reset());

describe('the capture links of a session', () => {
  it('are read consistently, from the row below the key of the tenant', async () => {
    dynamo.on(GetCommand, { TableName: 'control', Key, ConsistentRead: true }).resolves({
      Item: { ...Key, links, revision: 4, expires_at_epoch_seconds: 1 },
    });
    expect(await store.get('acme', 'vs_1')).toEqual({ links, revision: 4 });
    dynamo.on(GetCommand).resolves({});
    expect(await store.get('acme', 'vs_2')).toEqual(NO_LINKS);
  });

  it('are written as they were read, and expire with the last of them', async () => {
    dynamo.on(PutCommand).resolves({});
    expect(await store.put('acme', 'vs_1', { links, revision: 4 })).toBe(true);
    expect(dynamo.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'control',
      Item: { ...Key, links, revision: 5, expires_at_epoch_seconds: 1_772_453_520 },
      ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
      ExpressionAttributeValues: { ':revision': 4 },
    });
  });

  it('are not written over those of another writer', async () => {
    dynamo.on(PutCommand).rejects(new ConditionalCheckFailedException({ message: '', $metadata: {} }));
    expect(await store.put('acme', 'vs_1', { links, revision: 4 })).toBe(false);
    dynamo.on(PutCommand).rejects(new Error('denied'));
    await expect(store.put('acme', 'vs_1', { links, revision: 4 })).rejects.toThrow('denied');
  });
});
