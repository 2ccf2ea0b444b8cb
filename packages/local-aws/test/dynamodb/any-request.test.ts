import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { anyRequest, isAnswered } from '../support/any-request.ts';
import { aLocalDynamoDb, TABLE } from './an-engine.ts';

const OPERATIONS = [
  'DescribeTable',
  'PutItem',
  'GetItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'TransactWriteItems',
  'BatchWriteItem',
];
const MEMBERS = ['TableName', 'Item', 'Key', 'TransactItems', 'RequestItems', 'IndexName', 'Limit'];
const FURTHER = ['KeyConditionExpression', 'ExpressionAttributeValues', 'ConditionExpression'];

it('answers any request, or refuses it as AWS would', async () => {
  const local = await aLocalDynamoDb();
  onTestFinished(() => local.close());
  const values = [TABLE, { pk: { S: 'a' } }, [{ Put: null }], { [TABLE]: [null] }];
  await fc.assert(
    fc.asyncProperty(
      anyRequest(OPERATIONS, [...MEMBERS, ...FURTHER], values),
      async ({ operation, input }) => {
        expect(await isAnswered(local.dynamoDb, operation, input)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
