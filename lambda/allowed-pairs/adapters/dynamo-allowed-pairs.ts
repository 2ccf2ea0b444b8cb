import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { allowedPairKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { AllowedPair } from '../domain/allowed-pair.ts';
import type { AllowedPairs } from '../ports/allowed-pairs.ts';

const pairRow = z.object({ other_user_id: z.string() });

/**
 * Two rows for each pair, one in the partition of each user. A search reads all pairs of the user who
 * registers by one consistent query, however many people it finds; an index would answer late, and one row
 * for a pair would list those of only one of its users.
 */
export function createDynamoAllowedPairs(client: DynamoDBDocumentClient, control: string): AllowedPairs {
  const pairedWith: AllowedPairs['pairedWith'] = async (tenant, userId) => {
    const { pk, sk } = allowedPairKey(tenant, userId, '');
    const pages = paginateQuery(
      { client },
      {
        TableName: control,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': sk },
        ConsistentRead: true,
      },
    );
    const others = new Set<string>();
    for await (const { Items = [] } of pages)
      for (const item of Items) others.add(pairRow.parse(item).other_user_id);
    return others;
  };
  return {
    pairedWith,

    async forget(tenant, userId) {
      for (const other of await pairedWith(tenant, userId))
        await transact(client, allowedPairDeletes(control, tenant, [userId, other]));
    },
  };
}

/** Parts of the transaction that allows a pair. */
export const allowedPairPuts = (
  control: string,
  tenant: string,
  [one, other]: AllowedPair,
  allowed: { readonly case_id: string; readonly allowed_at: string },
) =>
  inBothOrders(one, other).map(([userId, otherId]) => ({
    Put: {
      TableName: control,
      Item: { ...allowedPairKey(tenant, userId, otherId), other_user_id: otherId, ...allowed },
    },
  }));

/** Parts of the transaction that takes a pair back. */
export const allowedPairDeletes = (control: string, tenant: string, [one, other]: AllowedPair) =>
  inBothOrders(one, other).map(([userId, otherId]) => ({
    Delete: { TableName: control, Key: allowedPairKey(tenant, userId, otherId) },
  }));

const inBothOrders = (one: string, other: string): readonly AllowedPair[] => [
  [one, other],
  [other, one],
];
