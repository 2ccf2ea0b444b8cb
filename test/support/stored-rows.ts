import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { FlowStack } from './flow-stack.ts';
import { localClient } from './local-client.ts';

interface Key {
  readonly pk: string;
  readonly sk: string;
}

/**
 * A table of the running stack, to put a row into the state that it has only after hours: functions read the
 * machine's clock, which no test can put forward.
 * @param part of the table's name
 */
export async function rowsOf({ stack }: FlowStack, part: 'Sessions' | 'Control') {
  const client = localClient(DynamoDBClient, stack);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes(part));
  const documents = DynamoDBDocumentClient.from(client);
  return {
    /** Lists the rows whose partition keys begin so. */
    async list(prefix: string): Promise<readonly (Key & Record<string, unknown>)[]> {
      const input = {
        TableName,
        FilterExpression: 'begins_with(pk, :prefix)',
        ExpressionAttributeValues: { ':prefix': prefix },
      };
      const rows: (Key & Record<string, unknown>)[] = [];
      for await (const { Items = [] } of paginateScan({ client: documents }, input))
        rows.push(...Items.map((item) => ({ ...item, pk: String(item.pk), sk: String(item.sk) })));
      return rows;
    },
    put: (Item: Key & Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item })),
    set: ({ pk, sk }: Key, name: string, value: unknown) =>
      documents.send(
        new UpdateCommand({
          TableName,
          Key: { pk, sk },
          UpdateExpression: 'SET #name = :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':value': value },
        }),
      ),
  };
}
