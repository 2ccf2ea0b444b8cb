import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { userVectorItem } from '../../enrollment/adapters/dynamo-user-vector-outbox.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { userVectorKey, userVectorsKey } from '../../platform/dynamo-keys.ts';
import { leftOutFace } from '../domain/user-vector.ts';
import type { UserVectorRequest, UserVectorRequests } from '../ports/user-vector-requests.ts';

/** A refused face is retried once a day. */
const LEFT_OUT_RETRY_MS = 86_400_000;
const PAGE_SIZE = 100;

const requestRow = z.object({
  tenant: z.string(),
  user_id: z.string(),
  collection_id: z.string(),
  revision: z.string(),
  requested_at: z.string(),
  left_out: z.exactOptional(z.array(leftOutFace)),
});

/** Requests in the control table. */
export function createDynamoUserVectorRequests(
  client: DynamoDBDocumentClient,
  control: string,
  clock: Clock,
): UserVectorRequests {
  return {
    async put(vector, revision) {
      const Item = userVectorItem(vector, revision, clock());
      await client.send(new PutCommand({ TableName: control, Item }));
    },

    async get(vector) {
      const { Item } = await client.send(
        new GetCommand({ TableName: control, Key: userVectorKey(vector), ConsistentRead: true }),
      );
      return Item && requestRow.parse(Item);
    },

    settle: (request) =>
      wasWritten(
        client.send(
          new DeleteCommand({
            TableName: control,
            Key: userVectorKey(request),
            // a settled request is as good
            ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
            ExpressionAttributeValues: { ':revision': request.revision },
          }),
        ),
      ),

    leaveOut: (request, faces) =>
      wasWritten(
        client.send(
          new UpdateCommand({
            TableName: control,
            Key: userVectorKey(request),
            UpdateExpression: 'SET left_out = :faces, overdue_at = :retry_at',
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: {
              ':faces': faces,
              ':retry_at': new Date(clock().getTime() + LEFT_OUT_RETRY_MS).toISOString(),
              ':revision': request.revision,
            },
          }),
        ),
      ),

    async isBuilding(tenant, collectionId, userId) {
      const { Count = 0 } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression:
            userId === undefined ? 'pk = :pk AND begins_with(sk, :sk)' : 'pk = :pk AND sk = :sk',
          ExpressionAttributeValues: {
            ':pk': userVectorsKey(tenant),
            ':sk': `${collectionId}#${userId ?? ''}`,
          },
          ConsistentRead: true,
          Select: 'COUNT',
          Limit: 1,
        }),
      );
      return Count > 0;
    },

    async listOpen(tenant, collectionId, revisions, limit) {
      const open: UserVectorRequest[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: control,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :collection)',
          FilterExpression: 'attribute_not_exists(left_out) AND begins_with(revision, :revisions)',
          ExpressionAttributeValues: {
            ':pk': userVectorsKey(tenant),
            ':collection': `${collectionId}#`,
            ':revisions': revisions,
          },
          ConsistentRead: true,
          Limit: PAGE_SIZE,
        },
      );
      for await (const { Items = [] } of pages) {
        open.push(...Items.map((item) => requestRow.parse(item)));
        if (open.length >= limit) break;
      }
      return open.slice(0, limit);
    },

    async drop(vector) {
      await client.send(new DeleteCommand({ TableName: control, Key: userVectorKey(vector) }));
    },

    async listOverdue(tenant, cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: 'overdue_at <= :now',
          ExpressionAttributeValues: { ':pk': userVectorsKey(tenant), ':now': clock().toISOString() },
          Limit: PAGE_SIZE,
          ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk: userVectorsKey(tenant), sk: cursor } }),
        }),
      );
      return {
        requests: Items.map((item): UserVectorRequest => requestRow.parse(item)),
        ...(LastEvaluatedKey ? { next: String(LastEvaluatedKey.sk) } : {}),
      };
    },
  };
}
