import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { FACE_STATE, STATE } from '../../enrollment/adapters/dynamo-claim-items.ts';
import { mappingItem } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { type MappingTables, replicationUpdate } from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import { ownerKey, parseOwnerKey } from '../../kernel/face-owner.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { setting, wasWritten } from '../../platform/dynamo-expressions.ts';
import { faceKey, mappingKey, replicationKey, replicationsKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import type { ReplicationRequest, ReplicationRequests } from '../ports/replication-requests.ts';

/** Longer than the queue retries a message, so that it seldom has two for one request. */
const SENT_AGAIN_AFTER_MS = 15 * 60_000;
/** An image that could not be replicated is retried once a day. */
const FAILED_RETRY_MS = 86_400_000;
const PAGE_SIZE = 250;
/** Replicas per transaction of at most 100 items, with room for the request's own. */
const REPLICAS_PER_TRANSACTION = 40;

const requestRow = z.object({
  tenant: z.string(),
  /** Key of the owner. */
  user_id: z.string(),
  collection_id: z.string(),
  image_id: z.string(),
  revision: z.string(),
  requested_at: z.string(),
  attempt: z.exactOptional(z.string()),
  failure: z.exactOptional(z.enum(['image_missing', 'face_not_detected', 'face_not_matched'])),
});
const overdueRow = z.extend(requestRow, { overdue_at: z.string() });

const toRequest = ({ user_id, ...row }: z.infer<typeof requestRow>): ReplicationRequest => ({
  ...row,
  ...parseOwnerKey(user_id),
});

/** Requests in the control table, one partition per tenant, ordered by collection. */
export function createDynamoReplicationRequests(
  client: DynamoDBDocumentClient,
  { control, faceMapping }: MappingTables,
  clock: Clock,
): ReplicationRequests {
  const after = (milliseconds: number) => new Date(clock().getTime() + milliseconds).toISOString();
  const unchanged = ({ revision }: ReplicationRequest) => ({
    ConditionExpression: 'revision = :revision',
    ExpressionAttributeValues: { ':revision': revision },
  });
  /** Returns false if the mapping has changed since. */
  const change = (request: ReplicationRequest, values: Readonly<Record<string, unknown>>) => {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setting(values);
    const { ConditionExpression, ExpressionAttributeValues: condition } = unchanged(request);
    return wasWritten(
      client.send(
        new UpdateCommand({
          TableName: control,
          Key: replicationKey(request),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeNames,
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ...condition },
        }),
      ),
    );
  };
  const keyOf = (mapping: FaceMapping) =>
    mappingKey(mapping.tenant, mapping, mapping.collection_id, mapping.face_id);
  const deleteReplica = (replica: FaceMapping) => [
    { Delete: { TableName: faceMapping, Key: keyOf(replica) } },
    { Delete: { TableName: control, Key: faceKey(replica.tenant, replica.face_id) } },
  ];
  const get: ReplicationRequests['get'] = async (image) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: control, Key: replicationKey(image), ConsistentRead: true }),
    );
    return Item && toRequest(requestRow.parse(Item));
  };
  const settle: ReplicationRequests['settle'] = async (request) => {
    await wasWritten(
      client.send(
        new DeleteCommand({ TableName: control, Key: replicationKey(request), ...unchanged(request) }),
      ),
    );
  };

  return {
    get,
    settle,

    async begin(request, attempt) {
      return (await change(request, { attempt })) ? { ...request, attempt } : undefined;
    },

    async mapReplica(request, source, replica) {
      const { tenant, session_id, face_id } = replica;
      const mapped = await transact(client, [
        {
          ConditionCheck: {
            TableName: faceMapping,
            Key: keyOf(source),
            ConditionExpression: 'attribute_exists(user_id)',
          },
        },
        { Put: { TableName: faceMapping, Item: mappingItem(replica) } },
        {
          Update: {
            TableName: control,
            Key: faceKey(tenant, face_id),
            UpdateExpression: 'SET #state = :mapped, user_id = :user, session_id = :session',
            // a reconciliation may have revoked it before it was recorded
            ConditionExpression: 'attribute_not_exists(#state)',
            ExpressionAttributeNames: STATE,
            ExpressionAttributeValues: {
              ':mapped': FACE_STATE.mapped,
              ':user': ownerKey(replica),
              ':session': session_id,
            },
          },
        },
        {
          Delete: {
            TableName: control,
            Key: replicationKey(request),
            ConditionExpression: 'revision = :revision AND attempt = :attempt',
            ExpressionAttributeValues: { ':revision': request.revision, ':attempt': request.attempt },
          },
        },
      ]);
      if (mapped) return true;
      // a lost response: the row shows whether this face is already mapped
      const { Item } = await client.send(
        new GetCommand({ TableName: faceMapping, Key: keyOf(replica), ConsistentRead: true }),
      );
      return Item !== undefined;
    },

    async unmapReplicas(request, replicas) {
      for (let start = 0; start < replicas.length; start += REPLICAS_PER_TRANSACTION)
        await transact(
          client,
          replicas.slice(start, start + REPLICAS_PER_TRANSACTION).flatMap(deleteReplica),
        );
      await settle(request);
    },

    async fail(request, failure) {
      await change(request, { failure, overdue_at: after(FAILED_RETRY_MS) });
    },

    async request(image, revision, gone) {
      await transact(client, [
        { Update: replicationUpdate(control, image, revision, clock()) },
        ...gone.flatMap(deleteReplica),
      ]);
    },

    async list(tenant, cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': replicationsKey(tenant), ':sk': 'image#' },
          Limit: PAGE_SIZE,
          ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk: replicationsKey(tenant), sk: cursor } }),
        }),
      );
      const rows = Items.map((item) => overdueRow.parse(item));
      const now = clock().toISOString();
      return {
        requests: rows.map(toRequest),
        overdue: rows.filter(({ overdue_at }) => overdue_at <= now).map(toRequest),
        ...(LastEvaluatedKey ? { next: String(LastEvaluatedKey.sk) } : {}),
      };
    },

    async postpone(request) {
      await change(request, { overdue_at: after(SENT_AGAIN_AFTER_MS) });
    },
  };
}
