import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type ServedDynamoDb, serveDynamoDbInMemory } from '@face-idv/local-aws/testing/serve-dynamodb';
import {
  AUDIT_TABLE,
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  LEDGER_TABLE,
  SESSIONS_TABLE,
  type TableShape,
} from '../../../lambda/kernel/tables.ts';
import { createDynamoClient } from '../../../lambda/platform/dynamo-client.ts';

export interface DynamoTables {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly sessions: string;
  readonly control: string;
  readonly faceMapping: string;
  readonly audit: string;
  readonly ledger: string;
  /** No second region follows. */
  readonly replication: undefined;
  /** All that a table holds, as text to search in. */
  textOf(table: string): Promise<string>;
  /** What has conflicted so far. */
  readonly contention: ServedDynamoDb['contention'];
  close(): Promise<void>;
}

/**
 * The five tables of the contract in a local DynamoDB, and a client as the functions have it.
 * @param transactionMs how long a transaction holds its items: by default no longer than its work takes
 */
export async function someDynamoTables({ transactionMs = 0 } = {}): Promise<DynamoTables> {
  const served = await serveDynamoDbInMemory({ transactionMs });
  const client = createDynamoClient({ ...served.directConfig, maxAttempts: 1 });
  const tables = {
    sessions: SESSIONS_TABLE,
    control: CONTROL_TABLE,
    faceMapping: FACE_MAPPING_TABLE,
    audit: AUDIT_TABLE,
    ledger: LEDGER_TABLE,
  };
  for (const [name, shape] of Object.entries(tables)) await client.send(createTable(name, shape));
  const documents = DynamoDBDocumentClient.from(client);
  return {
    endpoint: served.clientConfig.endpoint,
    client,
    documents,
    textOf: async (table) =>
      JSON.stringify((await documents.send(new ScanCommand({ TableName: table }))).Items),
    sessions: 'sessions',
    control: 'control',
    faceMapping: 'faceMapping',
    audit: 'audit',
    ledger: 'ledger',
    replication: undefined,
    contention: served.contention,
    close: async () => {
      client.destroy();
      await served.close();
    },
  };
}

function createTable(name: string, { partitionKey, sortKey, indexes }: TableShape): CreateTableCommand {
  const keys = (partition: string, sort?: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
  ];
  const shapes = Object.values(indexes);
  const attributes = [
    partitionKey,
    sortKey,
    ...shapes.flatMap((index) => [index.partitionKey, index.sortKey ?? []]),
  ].flat();
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set(attributes)].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: keys(partitionKey, sortKey),
    ...(shapes.length > 0
      ? {
          GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, index]) => ({
            IndexName,
            KeySchema: keys(index.partitionKey, index.sortKey),
            Projection: { ProjectionType: 'ALL' as const },
          })),
        }
      : {}),
  });
}
