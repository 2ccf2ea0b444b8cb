import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { createDynamoDb, type DynamoDbOptions } from '../dynamodb/dynamodb.ts';
import type { Contention } from '../dynamodb/in-flight.ts';
import { ACCOUNT_ID, REGION, type ServedEmulator, serveEmulator } from './serve-emulator.ts';

export interface ServedDynamoDb extends ServedEmulator {
  /** Conflicts so far. */
  contention(): Contention;
}

/**
 * Serves a DynamoDB without tables from its own folder, which is removed when it is closed.
 * @param settings of the local DynamoDB, such as the duration of a transaction
 */
export async function serveDynamoDb(
  settings: Pick<DynamoDbOptions, 'transactionMs'> = {},
): Promise<ServedDynamoDb> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  const account = { region: REGION, accountId: ACCOUNT_ID };
  const dynamoDb = await createDynamoDb({ dataDir, clock: systemClock, ...account, ...settings });
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
