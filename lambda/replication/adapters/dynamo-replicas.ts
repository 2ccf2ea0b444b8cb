import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/ports/clock.ts';
import {
  plannedImageKey,
  replicaStateKey,
  replicationKey,
  replicationsKey,
} from '../../platform/dynamo-keys.ts';
import type { Replicas } from '../ports/replication-requests.ts';

/**
 * The state of a tenant's replicas in the control table.
 * @param era identifies one period with a second region: a region that was switched off and on again lacks
 * what came in between. The queue's address serves, since a recreated queue has a new one.
 */
export function createDynamoReplicas(
  client: DynamoDBDocumentClient,
  control: string,
  era: string,
  clock: Clock,
): Replicas {
  const areBehind: Replicas['areBehind'] = async (tenant, collectionId) => {
    const ofCollection = replicationKey({ tenant, collection_id: collectionId ?? '', image_id: '' }).sk;
    const { Count = 0 } = await client.send(
      new QueryCommand({
        TableName: control,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: {
          ':pk': replicationsKey(tenant),
          ':sk': collectionId === undefined ? 'image#' : ofCollection,
        },
        ConsistentRead: true,
        Select: 'COUNT',
        Limit: 1,
      }),
    );
    return Count > 0;
  };
  return {
    areBehind,

    async arePlanned(tenant, collectionId, ownImageId) {
      const own = plannedImageKey({ tenant, collection_id: collectionId, image_id: ownImageId });
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: {
            ':pk': own.pk,
            ':sk': plannedImageKey({ tenant, collection_id: collectionId, image_id: '' }).sk,
          },
          ProjectionExpression: 'sk',
          ConsistentRead: true,
          // the own one and another
          Limit: 2,
        }),
      );
      return Items.some(({ sk }) => sk !== own.sk);
    },

    async confirm(tenant) {
      const Item = { ...replicaStateKey(tenant), era, confirmed_at: clock().toISOString() };
      await client.send(new PutCommand({ TableName: control, Item }));
    },

    async areComplete(tenant, collectionId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: replicaStateKey(tenant), ConsistentRead: true }),
      );
      return Item?.era === era && !(await areBehind(tenant, collectionId));
    },
  };
}
