import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDynamoDb } from '../../src/dynamodb/dynamodb.ts';
import { aLocalDynamoDb, aTable, TABLE, TABLE_ARN, type TestDynamoDb } from './an-engine.ts';

let local: TestDynamoDb;
beforeEach(async () => {
  local = await aLocalDynamoDb();
});
afterEach(() => local.close());

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000001';
const item = { pk: { S: 'p' }, sk: { S: 's' }, owner: { S: 'me' }, city: { S: 'Bern' } };
const put = () => local.call('PutItem', { TableName: TABLE, Item: item });
const queryIndex = async (IndexName: string, attribute: string, value: string) =>
  (
    await local.call('Query', {
      TableName: TABLE,
      IndexName,
      KeyConditionExpression: '#a = :v',
      ExpressionAttributeNames: { '#a': attribute },
      ExpressionAttributeValues: { ':v': { S: value } },
    })
  ).Items;

it('creates what the template declares: key, indexes, expiry, encryption, recovery, protection', async () => {
  await local.dynamoDb.provision([
    aTable({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY_ARN },
    }),
  ]);
  const table = { TableName: TABLE };
  expect(await local.call('DescribeTable', table)).toMatchObject({
    Table: {
      TableArn: TABLE_ARN,
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KEY_ARN },
    },
  });
  expect(await local.call('DescribeContinuousBackups', table)).toMatchObject({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    },
  });
  await expect(local.call('DeleteTable', table)).rejects.toThrow(/protected against deletion/);
});

it('takes the replica of this region from a global table', async () => {
  const { TimeToLiveSpecification: _, ...properties } = aTable().properties;
  await local.dynamoDb.provision([
    {
      ...aTable(),
      type: 'AWS::DynamoDB::GlobalTable',
      properties: {
        ...properties,
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          { Region: 'eu-west-1', DeletionProtectionEnabled: false },
          {
            Region: 'us-east-1',
            DeletionProtectionEnabled: true,
            GlobalSecondaryIndexes: [{ IndexName: 'by-owner' }],
            SSESpecification: { KMSMasterKeyId: KEY_ARN },
          },
        ],
      },
    },
  ]);
  expect(await local.call('DescribeTable', { TableName: TABLE })).toMatchObject({
    Table: { DeletionProtectionEnabled: true, SSEDescription: { KMSMasterKeyArn: KEY_ARN } },
  });
  await put();
  expect(await queryIndex('by-owner', 'owner', 'me')).toEqual([item]);
});

it('keeps items when it is provisioned again after a restart', async () => {
  await local.dynamoDb.provision([aTable()]);
  await put();
  local = await local.reopened();
  await local.dynamoDb.provision([aTable()]);
  expect(await local.call('GetItem', { TableName: TABLE, Key: { pk: item.pk, sk: item.sk } })).toEqual({
    Item: item,
  });
  expect(await queryIndex('by-owner', 'owner', 'me')).toEqual([item]);
});

it('fills an index that the template has gained and drops one that it has lost', async () => {
  await local.dynamoDb.provision([aTable()]);
  await put();
  const changed = aTable({
    AttributeDefinitions: ['pk', 'sk', 'city'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-city',
        KeySchema: [{ AttributeName: 'city', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  await local.dynamoDb.provision([changed]);
  expect(await queryIndex('by-city', 'city', 'Bern')).toEqual([
    { pk: item.pk, sk: item.sk, city: item.city },
  ]);
  await expect(queryIndex('by-owner', 'owner', 'me')).rejects.toThrow(/specified index: by-owner/);
  await local.dynamoDb.provision([aTable()]);
  expect(await queryIndex('by-owner', 'owner', 'me')).toEqual([item]);
});

it('refuses a template that changes the primary key, and keeps the items', async () => {
  await local.dynamoDb.provision([aTable()]);
  await put();
  const other = aTable({ KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }] });
  await expect(local.dynamoDb.provision([other])).rejects.toThrow(
    /Data\/Sessions .*primary key is \(owner\).*is \(pk, sk\)/,
  );
  expect(await queryIndex('by-owner', 'owner', 'me')).toEqual([item]);
});

it('refuses what it does not emulate by name', async () => {
  await expect(local.call('ExecuteStatement', { Statement: 'SELECT 1' })).rejects.toMatchObject({
    code: 'UnknownOperationException',
    message: "DynamoDB's ExecuteStatement is not emulated on this machine",
  });
});

it('refuses a second process on the same data', async () => {
  await local.dynamoDb.provision([aTable()]);
  await expect(
    createDynamoDb({ dataDir: local.dataDir, clock: local.clock, region: 'us-east-1', accountId: '0' }),
  ).rejects.toThrow(/is another local cloud using it\?/);
});
