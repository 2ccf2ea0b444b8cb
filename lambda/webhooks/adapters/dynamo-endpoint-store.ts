import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { webhookEndpointKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { webhookEndpoint } from '../domain/webhook-endpoint.ts';
import type { EndpointStore } from '../ports/endpoint-store.ts';

/** Endpoints in the control table, those of a tenant in one partition; few enough for one page of a query. */
export function createDynamoEndpointStore(client: DynamoDBDocumentClient, tableName: string): EndpointStore {
  return {
    async list(tenant) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :endpoints',
          ExpressionAttributeValues: { ':endpoints': webhookEndpointKey(tenant, '').pk },
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => webhookEndpoint.parse(item));
    },

    async get(tenant, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: webhookEndpointKey(tenant, id), ConsistentRead: true }),
      );
      return Item && webhookEndpoint.parse(Item);
    },

    async create(endpoint) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...webhookEndpointKey(endpoint.tenant, endpoint.id), ...endpoint },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },

    save: (endpoint, event) =>
      transact(client, [
        {
          Put: {
            TableName: tableName,
            Item: { ...webhookEndpointKey(endpoint.tenant, endpoint.id), ...endpoint },
            ConditionExpression: 'revision = :read',
            ExpressionAttributeValues: { ':read': endpoint.revision - 1 },
          },
        },
        ...(event ? [outboxPut(tableName, event)] : []),
      ]),

    async remove(tenant, id) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: webhookEndpointKey(tenant, id) }));
    },
  };
}
