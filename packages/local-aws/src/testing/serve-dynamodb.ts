import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { createDynamoDb } from '../dynamodb/dynamodb.ts';
import { ACCOUNT_ID, REGION, type ServedEmulator, serveEmulator } from './serve-emulator.ts';

/** Serves a DynamoDB without tables from a folder of its own, which goes when it is closed. */
export async function serveDynamoDb(): Promise<ServedEmulator> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  const served = await serveEmulator(
    await createDynamoDb({ dataDir, clock: systemClock, region: REGION, accountId: ACCOUNT_ID }),
  );
  return {
    ...served,
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
