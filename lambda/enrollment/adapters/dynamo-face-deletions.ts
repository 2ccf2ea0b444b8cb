import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { faceDeletionKey } from '../../platform/dynamo-keys.ts';
import { type FaceDeletion, faceDeletion } from '../domain/face-deletion.ts';
import type { FaceDeletions } from '../ports/face-deletions.ts';

/** Requested deletions in the control table, where the transitions of sessions write them. */
export function createDynamoFaceDeletions(client: DynamoDBDocumentClient, control: string): FaceDeletions {
  return {
    async get(tenant, id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: faceDeletionKey(tenant, id), ConsistentRead: true }),
      );
      return Item && faceDeletion.parse(Item);
    },

    async listBefore(tenant, time, limit) {
      const found: FaceDeletion[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: control,
            KeyConditionExpression: 'pk = :partition',
            FilterExpression: 'requested_at < :time',
            ExpressionAttributeValues: {
              ':partition': faceDeletionKey(tenant, '').pk,
              ':time': time.toISOString(),
            },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        found.push(...Items.map((item) => faceDeletion.parse(item)));
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined && found.length < limit);
      return found.slice(0, limit);
    },

    async remove({ tenant, id }) {
      await client.send(new DeleteCommand({ TableName: control, Key: faceDeletionKey(tenant, id) }));
    },
  };
}
