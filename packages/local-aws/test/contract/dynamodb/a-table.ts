import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { serveDynamoDb } from '../../../src/testing/serve-dynamodb.ts';

/** A DynamoDB to run the contract against, with one table made for the suite. */
export interface DynamoDbUnderTest {
  readonly client: DynamoDBClient;
  readonly table: string;
  close(): Promise<void>;
}

/** The emulator, or AWS itself with `REMOTE=1` and credentials in the environment. */
export async function aDynamoDb(): Promise<DynamoDbUnderTest> {
  const table = `face-idv-contract-${Date.now()}-${process.pid}`;
  if (process.env.REMOTE === '1') {
    const client = new DynamoDBClient({});
    await create(client, table);
    return {
      client,
      table,
      close: async () => {
        await client.send(new DeleteTableCommand({ TableName: table }));
        client.destroy();
      },
    };
  }
  const served = await serveDynamoDb();
  const client = new DynamoDBClient({ ...served.clientConfig, maxAttempts: 1 });
  await create(client, table);
  return {
    client,
    table,
    close: async () => {
      client.destroy();
      await served.close();
    },
  };
}

/** Primary key `pk`, `sk`; index `by-owner` (all attributes) and `by-state` (keys only). */
export const aTableRequest = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'owner', 'state'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'by-state',
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
});

async function create(client: DynamoDBClient, table: string): Promise<void> {
  await client.send(new CreateTableCommand(aTableRequest(table)));
  await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: table });
}
