import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createDynamoDb } from '../../src/dynamodb/dynamodb.ts';
import { ACCOUNT_ID, aRequest, REGION, TABLE } from './an-engine.ts';

const WRITER = join(import.meta.dirname, 'crash-writer.ts');
const KILLS = 6;

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-crash-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

/** Runs the writer and kills it with SIGKILL once it has acknowledged this many transactions. */
async function acknowledgedUntilKilled(first: number, count: number): Promise<string[]> {
  const writer = spawn(process.execPath, [await compiledScript(WRITER), dataDir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface(writer.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === count) writer.kill('SIGKILL');
  }
  return acknowledged;
}

it('keeps every acknowledged transaction and no half one, however often it is killed', async () => {
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const count = 1 + Math.floor(Math.random() * 150);
    acknowledged.push(...(await acknowledgedUntilKilled(kill * 1_000_000, count)));
  }

  const dynamoDb = await createDynamoDb({
    dataDir,
    clock: systemClock,
    region: REGION,
    accountId: ACCOUNT_ID,
  });
  const call = async (operation: string, input: object) =>
    JSON.parse((await dynamoDb.handle(aRequest(operation, input))).body.toString());
  const { Items } = await call('Scan', { TableName: TABLE });
  const indexed = await call('Query', {
    TableName: TABLE,
    IndexName: 'by-owner',
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': { S: 'receipts' } },
  });
  await dynamoDb.close();

  const items = Items as { pk: { S: string }; hits?: { N: string } }[];
  const receipts = items.filter(({ pk }) => pk.S.startsWith('receipt-')).map(({ pk }) => pk.S);
  expect(receipts).toEqual(expect.arrayContaining(acknowledged.map((number) => `receipt-${number}`)));
  // a transaction of which only one update is there would leave the sum at one or minus one
  expect(items.reduce((sum, { hits }) => sum + Number(hits?.N ?? 0), 0)).toBe(0);
  expect(indexed.Items.map(({ pk }: { pk: { S: string } }) => pk.S).sort()).toEqual(receipts.sort());
});
