import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { reviewRunKey } from '../../platform/dynamo-keys.ts';

/**
 * Returns the ids of the cases of a session, by the rows that make each reason happen once per run.
 * @param runs that the session has had
 */
export async function caseIdsOfSession(
  client: DynamoDBDocumentClient,
  control: string,
  tenant: string,
  { id, runs }: { readonly id: string; readonly runs: number },
): Promise<readonly string[]> {
  const perRun = Array.from({ length: runs }, async (_, index) => {
    const { pk } = reviewRunKey(tenant, '', { id, run: index + 1 });
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: control,
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': pk },
        ConsistentRead: true,
      }),
    );
    return Items.map(({ case_id }) => String(case_id));
  });
  return (await Promise.all(perRun)).flat();
}
