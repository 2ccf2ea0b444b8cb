import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

type Item = Record<string, unknown>;

/** Returns the output of a write, or undefined if its condition failed. */
export async function unlessRefused<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Whether the condition of a write held. */
export const wasWritten = async (write: Promise<unknown>): Promise<boolean> =>
  (await unlessRefused(write)) !== undefined;

/** Parts of an update that sets these attributes; every name has an alias, since many are reserved words. */
export function setting(values: Readonly<Item>) {
  const names = Object.keys(values);
  return {
    UpdateExpression: `SET ${names.map((_, index) => `#f${index} = :f${index}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#f${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:f${index}`, values[name]])),
  };
}

/** The same, on the condition that the item has one of these statuses. */
export function settingFrom(from: readonly string[], values: Readonly<Item>) {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setting(values);
  return {
    UpdateExpression,
    ConditionExpression: `#status IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, '#status': 'status' },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ...Object.fromEntries(from.map((status, index) => [`:from${index}`, status])),
    },
  };
}

/**
 * Reads a page of a partition whose sort keys grow with time, newest first.
 *
 * @param keyOf the key of the item with this id
 * @returns the items, and the id after which the next page begins if there may be one
 */
export async function newestFirst(
  client: DynamoDBDocumentClient,
  table: string,
  keyOf: (id: string) => { readonly pk: string; readonly sk: string },
  { limit, afterId }: { readonly limit: number; readonly afterId?: string | undefined },
): Promise<{ items: Item[]; lastId?: string }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': keyOf('').pk },
      ScanIndexForward: false,
      Limit: limit,
      ...(afterId === undefined ? {} : { ExclusiveStartKey: keyOf(afterId) }),
    }),
  );
  const lastId = LastEvaluatedKey?.sk;
  return { items: Items, ...(typeof lastId === 'string' ? { lastId } : {}) };
}
