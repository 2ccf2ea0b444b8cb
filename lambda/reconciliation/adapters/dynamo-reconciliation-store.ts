import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mapBounded } from '../../kernel/map-bounded.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { newestFirst } from '../../platform/dynamo-expressions.ts';
import {
  byUser,
  epochSeconds,
  findingKey,
  listedReconciliationKey,
  reconciliationKey,
} from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { finding, type Reconciliation, reconciliation } from '../domain/reconciliation.ts';
import type { ReconciliationStore } from '../ports/reconciliation-store.ts';

/** How long a reconciliation and its findings are kept. */
const KEPT_MS = rowLifetimeMs('reconciliation');
/**
 * Maximum duration of a reconciliation (the state machine's timeout is shorter); an older one is superseded.
 */
const LONGEST_RUN_MS = 2 * 86_400_000;
/** Reconciliations of a page that are read at a time. */
const READ_CONCURRENCY = 10;
/** Row of the list that names the running one. It sorts after every id, so the newest id is before it. */
const RUNNING = 'running';
const FINDING = findingKey('', '', '', '').sk.split('#')[0];

/**
 * Reconciliations in the control table: a partition each, and a partition per tenant that lists their ids and
 * names the running one.
 */
export function createDynamoReconciliationStore(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): ReconciliationStore {
  const read = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const after = (milliseconds: number) => epochSeconds(new Date(clock().getTime() + milliseconds));
  const get: ReconciliationStore['get'] = async (tenant, id) => {
    const item = await read(reconciliationKey(tenant, id));
    return item && reconciliation.parse(item);
  };

  return {
    get,

    async list(tenant, limit, afterId) {
      const { items, ...page } = await newestFirst(
        client,
        table,
        (id) => listedReconciliationKey(tenant, id),
        { limit, afterId: afterId ?? RUNNING },
      );
      const found = await mapBounded(items, READ_CONCURRENCY, ({ sk }) => get(tenant, String(sk)));
      // a row that has expired may be deleted before the one that lists it
      return { reconciliations: found.filter((one) => one !== undefined), ...page };
    },

    async begin(wanted) {
      const { tenant, id } = wanted;
      const hasBegun = await transact(client, [
        {
          Put: {
            TableName: table,
            Item: {
              ...listedReconciliationKey(tenant, RUNNING),
              id,
              expires_at_epoch_seconds: after(LONGEST_RUN_MS),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR expires_at_epoch_seconds < :now',
            ExpressionAttributeValues: { ':now': after(0) },
          },
        },
        {
          Put: {
            TableName: table,
            Item: {
              ...wanted,
              ...reconciliationKey(tenant, id),
              expires_at_epoch_seconds: after(KEPT_MS),
            },
          },
        },
        {
          Put: {
            TableName: table,
            Item: { ...listedReconciliationKey(tenant, id), expires_at_epoch_seconds: after(KEPT_MS) },
          },
        },
      ]);
      if (hasBegun) return wanted;
      const running = await read(listedReconciliationKey(tenant, RUNNING));
      const found = running && (await get(tenant, String(running.id)));
      if (!found) throw new Error(`a reconciliation of tenant ${tenant} has just ended; start it again`);
      return found;
    },

    async end(tenant, id, { status, faces, mappings, ended_at }) {
      await transact(client, [
        {
          Delete: {
            TableName: table,
            Key: listedReconciliationKey(tenant, RUNNING),
            ConditionExpression: 'id = :id',
            ExpressionAttributeValues: { ':id': id },
          },
        },
        {
          Update: {
            TableName: table,
            Key: reconciliationKey(tenant, id),
            UpdateExpression:
              'SET #status = :status, faces = :faces, mappings = :mappings, ended_at = :ended_at',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':status': status satisfies Reconciliation['status'],
              ':faces': faces,
              ':mappings': mappings,
              ':ended_at': ended_at,
            },
          },
        },
      ]);
    },

    async record(tenant, id, found) {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...found,
            ...(found.user_id === undefined ? {} : byUser(tenant, found.user_id)),
            ...findingKey(tenant, id, found.kind, found.face_id, found.region),
            expires_at_epoch_seconds: after(KEPT_MS),
          },
        }),
      );
    },

    async hasFound(tenant, id, kind, region) {
      const { pk, sk } = findingKey(tenant, id, kind, '', region);
      const { Count = 0 } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :finding)',
          ExpressionAttributeValues: { ':pk': pk, ':finding': sk },
          ConsistentRead: true,
          Select: 'COUNT',
          Limit: 1,
        }),
      );
      return Count > 0;
    },

    async listFindings(tenant, id, cursor) {
      const { pk } = reconciliationKey(tenant, id);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :finding)',
          ExpressionAttributeValues: { ':pk': pk, ':finding': `${FINDING}#` },
          ConsistentRead: true,
          ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk, sk: cursor } }),
        }),
      );
      const next = LastEvaluatedKey?.sk;
      return {
        findings: Items.map((item) => finding.parse(item)),
        ...(typeof next === 'string' ? { next } : {}),
      };
    },
  };
}
