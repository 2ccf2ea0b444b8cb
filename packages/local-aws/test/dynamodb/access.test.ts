import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLocalDynamoDb, aRequest, aTable, TABLE, TABLE_ARN, type TestDynamoDb } from './an-engine.ts';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001';

let local: TestDynamoDb;
beforeEach(async () => {
  local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable()]);
});
afterEach(() => local.close());

const checks = (operation: string, input: object) =>
  local.dynamoDb.accessChecks?.(aRequest(operation, input));
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 's' } });
const leading = (...keys: string[]) => ({ 'dynamodb:LeadingKeys': keys });

describe('what IAM must allow', () => {
  it('names the partition key of an item', () => {
    expect(checks('GetItem', { TableName: TABLE, Key: key('acme#1') })).toEqual([
      { action: 'dynamodb:GetItem', resource: TABLE_ARN, context: leading('acme#1') },
    ]);
    expect(checks('PutItem', { TableName: TABLE, Item: { ...key('acme#1'), more: { N: '1' } } })).toEqual([
      { action: 'dynamodb:PutItem', resource: TABLE_ARN, context: leading('acme#1') },
    ]);
  });

  it('names the partition key that a query asks for, whichever way it is written', () => {
    const values = { ':v': { S: 'acme#1' } };
    for (const KeyConditionExpression of ['pk = :v', ':v = pk AND begins_with(sk, :v)'])
      expect(
        checks('Query', { TableName: TABLE, KeyConditionExpression, ExpressionAttributeValues: values }),
      ).toEqual([{ action: 'dynamodb:Query', resource: TABLE_ARN, context: leading('acme#1') }]);
  });

  it('names the index that a query reads and the key of that index', () => {
    expect(
      checks('Query', {
        TableName: TABLE,
        IndexName: 'by-owner',
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: 'acme#me' } },
      }),
    ).toEqual([
      {
        action: 'dynamodb:Query',
        resource: `${TABLE_ARN}/index/by-owner`,
        context: leading('acme#me'),
      },
    ]);
  });

  it('asks for the single action of every member of a transaction', () => {
    const inTable = { TableName: TABLE };
    expect(
      checks('TransactWriteItems', {
        TransactItems: [
          { Put: { ...inTable, Item: key('a') } },
          { Update: { ...inTable, Key: key('b') } },
          { Delete: { ...inTable, Key: key('c') } },
          { ConditionCheck: { ...inTable, Key: key('d') } },
        ],
      }),
    ).toEqual(
      [
        ['PutItem', 'a'],
        ['UpdateItem', 'b'],
        ['DeleteItem', 'c'],
        ['ConditionCheckItem', 'd'],
      ].map(([action, pk]) => ({
        action: `dynamodb:${action}`,
        resource: TABLE_ARN,
        context: leading(String(pk)),
      })),
    );
  });

  it('names all partition keys of a batch', () => {
    expect(
      checks('BatchWriteItem', {
        RequestItems: {
          [TABLE]: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }],
        },
      }),
    ).toEqual([{ action: 'dynamodb:BatchWriteItem', resource: TABLE_ARN, context: leading('a', 'b') }]);
  });

  it('names no key for a scan, which reads them all', () => {
    expect(checks('Scan', { TableName: TABLE })).toEqual([{ action: 'dynamodb:Scan', resource: TABLE_ARN }]);
  });

  it('asks for the key of an encrypted table once', async () => {
    await local.dynamoDb.provision([
      aTable({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY_ARN } }),
    ]);
    const inTable = { TableName: TABLE };
    expect(
      checks('TransactGetItems', {
        TransactItems: [{ Get: { ...inTable, Key: key('a') } }, { Get: { ...inTable, Key: key('b') } }],
      })?.slice(2),
    ).toEqual([
      {
        action: 'kms:Decrypt',
        resource: KEY_ARN,
        context: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' },
      },
    ]);
  });
});
