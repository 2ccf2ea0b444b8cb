import { isDeepStrictEqual } from 'node:util';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ScanCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { serveDynamoDb } from '../src/testing/serve-dynamodb.ts';
import { aTableRequest } from '../test/contract/dynamodb/a-table.ts';
import { ALL_KEYS, anOperation, type FuzzOperation, send } from './witness-operations.ts';

/*
 * Sends the same random operations to the local DynamoDB and to a witness (DynamoDB Local, moto, AWS) and
 * prints every answer that differs. Never part of the tests: the witness has to be brought along.
 *
 * WITNESS_ENDPOINT=http://localhost:8000 node --import tsx
 * packages/local-aws/scripts/witness-dynamodb-fuzz.ts [operations] [seed]
 */

const endpoint = process.env.WITNESS_ENDPOINT;
if (!endpoint) throw new Error('set WITNESS_ENDPOINT to the URL of the DynamoDB to compare with');
const count = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const served = await serveDynamoDb();
const local = new DynamoDBClient({ ...served.clientConfig, maxAttempts: 1 });
const witness = new DynamoDBClient({ ...served.clientConfig, endpoint, maxAttempts: 1 });
const TableName = `witness-${Date.now()}`;
for (const client of [local, witness]) {
  await client.send(new CreateTableCommand(aTableRequest(TableName)));
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
}

print(`${count} operations with seed ${seed} against ${endpoint}`);
let differences = 0;
for (const operation of fc.sample(anOperation, { seed, numRuns: count })) {
  const [ours, theirs] = await Promise.all([
    send(local, TableName, operation),
    send(witness, TableName, operation),
  ]);
  if (isDeepStrictEqual(ours, theirs)) continue;
  differences++;
  report(operation, ours, theirs);
  // one difference must not show again in every answer that follows
  await Promise.all([clear(local), clear(witness)]);
}
const [ours, theirs] = await Promise.all([itemsOf(local), itemsOf(witness)]);
const sameState = isDeepStrictEqual(ours, theirs);
print(
  `${differences} of ${count} answers differ; the tables ${sameState ? 'are equal' : 'DIFFER'} at the end`,
);

await witness.send(new DeleteTableCommand({ TableName }));
await served.close();
process.exitCode = differences === 0 && sameState ? 0 : 1;

function report(operation: FuzzOperation, ...answers: readonly [unknown, unknown]): void {
  print(`\n${JSON.stringify(operation)}`);
  for (const [index, answer] of answers.entries())
    print(`  ${index === 0 ? 'local  ' : 'witness'} ${JSON.stringify(answer)}`);
}

async function clear(client: DynamoDBClient): Promise<void> {
  const requests = ALL_KEYS.map((Key) => ({ DeleteRequest: { Key } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
}

async function itemsOf(client: DynamoDBClient): Promise<unknown> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  const texts = Items.map((item) =>
    JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  return texts.sort();
}
