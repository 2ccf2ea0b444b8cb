import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLevel } from 'memory-level';
import { systemClock } from '../clock.ts';
import { createDynamoDb, type DynamoDbSettings } from '../dynamodb/dynamodb.ts';
import type { Contention } from '../dynamodb/in-flight.ts';
import { ACCOUNT_ID, REGION, type ServedEmulator, serveEmulator } from './serve-emulator.ts';

export interface ServedDynamoDb extends ServedEmulator {
  /** Conflicts so far. */
  contention(): Contention;
}

const SETTINGS = { clock: systemClock, region: REGION, accountId: ACCOUNT_ID };

/**
 * Serves a DynamoDB without tables from its own folder, which is removed when it is closed.
 * @param settings of the local DynamoDB, such as the duration of a transaction
 */
export async function serveDynamoDb(
  settings: Pick<DynamoDbSettings, 'transactionMs'> = {},
): Promise<ServedDynamoDb> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  const dynamoDb = await createDynamoDb({ dataDir, ...SETTINGS, ...settings });
  const served = await serveEmulator(dynamoDb);
  return {
    ...served,
    contention: () => dynamoDb.contention(),
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The same in memory, for tests that make thousands of writes and need not wait for a disk. */
export async function serveDynamoDbInMemory(
  settings: Pick<DynamoDbSettings, 'transactionMs'> = {},
): Promise<ServedDynamoDb> {
  const database = new MemoryLevel<string, unknown>({ valueEncoding: 'json' });
  const dynamoDb = await createDynamoDb({ database, ...SETTINGS, ...settings });
  return { ...(await serveEmulator(dynamoDb)), contention: () => dynamoDb.contention() };
}
