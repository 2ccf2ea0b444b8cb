import { AwsError } from '../../src/aws-error.ts';
import { systemClock } from '../../src/clock.ts';
import { createDynamoDb } from '../../src/dynamodb/dynamodb.ts';
import { ACCOUNT_ID, aRequest, aTable, REGION, TABLE } from './an-engine.ts';

/*
 * Writes transactions as fast as it can until it is killed: each moves one hit from one account to another
 * and puts a receipt. The number of every receipt is printed once its transaction was acknowledged.
 * Arguments: data directory, first receipt number.
 */

const [, , dataDir = '', first = '0'] = process.argv;
const CONCURRENCY = 8;
const ACCOUNTS = 5;

const dynamoDb = await createDynamoDb({
  dataDir,
  clock: systemClock,
  region: REGION,
  accountId: ACCOUNT_ID,
  transactionMs: 1,
});
await dynamoDb.provision([aTable()]);
let next = Number(first);

const add = (account: number, hits: string) => ({
  Update: {
    TableName: TABLE,
    Key: { pk: { S: `account-${account}` }, sk: { S: 's' } },
    UpdateExpression: 'ADD hits :hits',
    ExpressionAttributeValues: { ':hits': { N: hits } },
  },
});

/** Again and again while another writer has one of the accounts. */
async function transact(input: object): Promise<void> {
  for (;;) {
    try {
      await dynamoDb.handle(aRequest('TransactWriteItems', input));
      return;
    } catch (error) {
      if (!(error instanceof AwsError && error.message.includes('TransactionConflict'))) throw error;
    }
    await systemClock.sleep(1);
  }
}

async function write(): Promise<never> {
  for (;;) {
    const receipt = next++;
    const from = receipt % ACCOUNTS;
    await transact({
      TransactItems: [
        add(from, '-1'),
        add((from + 1) % ACCOUNTS, '1'),
        {
          Put: {
            TableName: TABLE,
            Item: { pk: { S: `receipt-${receipt}` }, sk: { S: 's' }, owner: { S: 'receipts' } },
          },
        },
      ],
    });
    process.stdout.write(`${receipt}\n`);
  }
}

await Promise.all(Array.from({ length: CONCURRENCY }, write));
