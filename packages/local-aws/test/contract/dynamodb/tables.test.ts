import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTablesCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDynamoDb, aTableRequest, type DynamoDbUnderTest } from './a-table.ts';

describe('tables in DynamoDB', () => {
  let dynamoDb: DynamoDbUnderTest;
  beforeAll(async () => {
    dynamoDb = await aDynamoDb();
  });
  afterAll(() => dynamoDb.close());

  const inTable = () => ({ TableName: dynamoDb.table });
  const describeTable = async () => (await dynamoDb.client.send(new DescribeTableCommand(inTable()))).Table;
  it('describes the table as it was asked for', async () => {
    const { KeySchema, AttributeDefinitions } = aTableRequest('x');
    const table = await describeTable();
    expect(table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: false,
    });
    expect(table?.AttributeDefinitions).toHaveLength(AttributeDefinitions?.length ?? 0);
    expect(table?.TableArn).toMatch(
      new RegExp(`^arn:aws:dynamodb:[a-z0-9-]+:\\d{12}:table/${dynamoDb.table}$`),
    );
    expect(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual([
      'by-owner',
      'by-state',
    ]);
  });

  it('lists the table', async () => {
    const { TableNames } = await dynamoDb.client.send(
      new ListTablesCommand({ ExclusiveStartTableName: dynamoDb.table.slice(0, -1), Limit: 1 }),
    );
    expect(TableNames).toEqual([dynamoDb.table]);
  });

  it('refuses to create it twice', async () => {
    await expect(
      dynamoDb.client.send(new CreateTableCommand(aTableRequest(dynamoDb.table))),
    ).rejects.toMatchObject({ name: 'ResourceInUseException' });
  });

  it('switches point-in-time recovery on', async () => {
    await dynamoDb.client.send(
      new UpdateContinuousBackupsCommand({
        ...inTable(),
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    const { ContinuousBackupsDescription } = await dynamoDb.client.send(
      new DescribeContinuousBackupsCommand(inTable()),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toMatch(
      /^ENABL(ED|ING)$/,
    );
  });

  it('refuses to describe a table that does not exist', async () => {
    await expect(
      dynamoDb.client.send(new DescribeTableCommand({ TableName: 'no-such-table' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: no-such-table not found',
    });
  });
});
