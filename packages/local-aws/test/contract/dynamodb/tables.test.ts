import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBServiceException,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDynamoDb, aTableRequest, type DynamoDbUnderTest } from './a-table.ts';

/** Between two looks at a table that AWS is still changing; the emulator changes at once. */
const POLL_MS = process.env.REMOTE === '1' ? 5_000 : 10;
/** AWS fills an index in minutes. */
const SLOW_MS = process.env.REMOTE === '1' ? 900_000 : 10_000;

describe('tables in DynamoDB', () => {
  let dynamoDb: DynamoDbUnderTest;
  beforeAll(async () => {
    dynamoDb = await aDynamoDb();
  });
  afterAll(() => dynamoDb.close());

  const inTable = () => ({ TableName: dynamoDb.table });
  const describeTable = async () => (await dynamoDb.client.send(new DescribeTableCommand(inTable()))).Table;
  const settled = async () => {
    for (;;) {
      const table = await describeTable();
      const states = [table?.TableStatus, ...(table?.GlobalSecondaryIndexes ?? []).map((i) => i.IndexStatus)];
      if (states.every((state) => state === 'ACTIVE')) return table;
      await delay(POLL_MS);
    }
  };

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

  it('switches time to live on once', async () => {
    const on = () =>
      dynamoDb.client.send(
        new UpdateTimeToLiveCommand({
          ...inTable(),
          TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires_at' },
        }),
      );
    expect((await on()).TimeToLiveSpecification).toEqual({ Enabled: true, AttributeName: 'expires_at' });
    const { TimeToLiveDescription } = await dynamoDb.client.send(new DescribeTimeToLiveCommand(inTable()));
    expect(TimeToLiveDescription?.AttributeName).toBe('expires_at');
    expect(TimeToLiveDescription?.TimeToLiveStatus).toMatch(/^ENABL(ED|ING)$/);
    await expect(on()).rejects.toBeInstanceOf(DynamoDBServiceException);
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

  it('keeps tags', async () => {
    const ResourceArn = (await describeTable())?.TableArn;
    const Tags = [
      { Key: 'service', Value: 'face-idv' },
      { Key: 'stage', Value: 'test' },
    ];
    await dynamoDb.client.send(new TagResourceCommand({ ResourceArn, Tags }));
    await dynamoDb.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['stage'] }));
    const listed = async () =>
      (await dynamoDb.client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;
    // tags follow a moment later in AWS
    await expect.poll(listed, { timeout: 30_000 }).toEqual([Tags[0]]);
  });

  it('refuses to delete a protected table', async () => {
    const protect = (DeletionProtectionEnabled: boolean) =>
      dynamoDb.client.send(new UpdateTableCommand({ ...inTable(), DeletionProtectionEnabled }));
    await protect(true);
    await settled();
    await expect(dynamoDb.client.send(new DeleteTableCommand(inTable()))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/protected against deletion/),
    });
    await protect(false);
    expect((await settled())?.DeletionProtectionEnabled).toBe(false);
  });

  it(
    'fills an index that is added later with the items that are there',
    async () => {
      await dynamoDb.client.send(
        new PutItemCommand({ ...inTable(), Item: { pk: { S: 'old' }, sk: { S: 'a' }, city: { S: 'Bern' } } }),
      );
      await dynamoDb.client.send(
        new UpdateTableCommand({
          ...inTable(),
          AttributeDefinitions: [
            ...(aTableRequest('x').AttributeDefinitions ?? []),
            { AttributeName: 'city', AttributeType: 'S' },
          ],
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName: 'by-city',
                KeySchema: [{ AttributeName: 'city', KeyType: 'HASH' }],
                Projection: { ProjectionType: 'ALL' },
              },
            },
          ],
        }),
      );
      await settled();
      const byCity = new QueryCommand({
        ...inTable(),
        IndexName: 'by-city',
        KeyConditionExpression: 'city = :city',
        ExpressionAttributeValues: { ':city': { S: 'Bern' } },
      });
      expect((await dynamoDb.client.send(byCity)).Items).toMatchObject([{ pk: { S: 'old' } }]);

      await dynamoDb.client.send(
        new UpdateTableCommand({
          ...inTable(),
          GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-city' } }],
        }),
      );
      await settled();
      await expect(dynamoDb.client.send(byCity)).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'The table does not have the specified index: by-city',
      });
    },
    SLOW_MS,
  );

  it('refuses to describe a table that does not exist', async () => {
    await expect(
      dynamoDb.client.send(new DescribeTableCommand({ TableName: 'no-such-table' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: no-such-table not found',
    });
  });
});
