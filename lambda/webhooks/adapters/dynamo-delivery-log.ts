import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { newestFirst, wasWritten } from '../../platform/dynamo-expressions.ts';
import { epochSeconds, webhookDeliveryKey } from '../../platform/dynamo-keys.ts';
import { type Delivery, delivery } from '../domain/delivery.ts';
import type { DeliveryLog } from '../ports/delivery-log.ts';

const itemOf = (row: Delivery) => ({
  ...webhookDeliveryKey(row.tenant, row.endpoint_id, row.id),
  ...row,
  // what a condition compares
  attempts_made: row.attempts.length,
  expires_at_epoch_seconds: epochSeconds(new Date(Date.parse(row.created_at) + rowLifetimeMs('webhook'))),
});

/** Deliveries in the control table, those to an endpoint in one partition, until they expire. */
export function createDynamoDeliveryLog(client: DynamoDBDocumentClient, tableName: string): DeliveryLog {
  return {
    async begin(row) {
      const put = new PutCommand({
        TableName: tableName,
        Item: itemOf(row),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await wasWritten(client.send(put));
    },

    async get(tenant, endpointId, id) {
      const { Item } = await client.send(
        new GetCommand({
          TableName: tableName,
          Key: webhookDeliveryKey(tenant, endpointId, id),
          ConsistentRead: true,
        }),
      );
      return Item && delivery.parse(Item);
    },

    record: (row, attemptsBefore) =>
      wasWritten(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: itemOf(row),
            ConditionExpression: '#status = :pending AND attempts_made = :before',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':pending': 'pending', ':before': attemptsBefore },
          }),
        ),
      ),

    async list(tenant, endpointId, page) {
      const { items, ...rest } = await newestFirst(
        client,
        tableName,
        (id) => webhookDeliveryKey(tenant, endpointId, id),
        page,
      );
      return { deliveries: items.map((item) => delivery.parse(item)), ...rest };
    },
  };
}
