import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { createDynamoDb, type DynamoDb, type DynamoDbOptions } from '../../src/dynamodb/dynamodb.ts';
import type { CloudRequest, TemplateResource } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';

export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';
export const TABLE = 'sessions';
export const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${TABLE}`;

export interface TestDynamoDb {
  readonly dynamoDb: DynamoDb;
  readonly clock: ManualClock;
  readonly dataDir: string;
  /** Carries out one operation; throws AwsError. */
  call(operation: string, input: object): Promise<Record<string, unknown>>;
  /** Closes it and opens it again on the same data. */
  reopened(): Promise<TestDynamoDb>;
  close(): Promise<void>;
}

type Settings = Pick<DynamoDbOptions, 'transactionMs' | 'onConflict'>;

/**
 * A local DynamoDB with nothing in it, on a clock that stands
 * still, where a transaction takes no time of its own.
 */
export async function aLocalDynamoDb(settings: Settings = {}): Promise<TestDynamoDb> {
  return open(await mkdtemp(join(tmpdir(), 'dynamodb-')), new ManualClock(), {
    transactionMs: 0,
    ...settings,
  });
}

async function open(dataDir: string, clock: ManualClock, settings: Settings): Promise<TestDynamoDb> {
  const dynamoDb = await createDynamoDb({
    dataDir,
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    ...settings,
  });
  return {
    dynamoDb,
    clock,
    dataDir,
    call: async (operation, input) => {
      const { body } = await dynamoDb.handle(aRequest(operation, input));
      return JSON.parse(body.toString());
    },
    reopened: async () => {
      await dynamoDb.close();
      return open(dataDir, clock, settings);
    },
    close: async () => {
      await dynamoDb.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export const aRequest = (operation: string, input: object): CloudRequest => ({
  method: 'POST',
  url: new URL('http://localhost/'),
  headers: {},
  body: Buffer.from(JSON.stringify(input)),
  operation,
  principal: OWNER,
  requestId: 'request',
});

/** A table as the templates declare it: `pk`, `sk`, an index `by-owner`, expiry in `expires_at`. */
export const aTable = (properties: Record<string, unknown> = {}): TemplateResource => ({
  stack: 'Data',
  logicalId: 'Sessions',
  type: 'AWS::DynamoDB::GlobalTable',
  ref: TABLE,
  arn: TABLE_ARN,
  deletionPolicy: 'Retain',
  properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'owner'].map((AttributeName) => ({
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
        KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    ...properties,
  },
});
