import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import {
  epochSeconds,
  erasureKey,
  erasureOfSubjectKey,
  openErasureKey,
  userErasureKey,
} from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { dueAt, type Erasure, erasure, type RunningErasure } from '../domain/erasure.ts';
import type { Erasures } from '../ports/erasures.ts';

/**
 * Erasures in the control table: the erasure itself; a row among those of its user, which stays like it; a
 * row in the user's partition, by which only one runs; and one among those of the tenant that run.
 */
export function createDynamoErasures(client: DynamoDBDocumentClient, control: string): Erasures {
  const read = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }))).Item;
  const itemOf = (one: Erasure) => ({ ...one, ...erasureKey(one.tenant, one.id) });
  const changed = (before: RunningErasure, after: Erasure) => ({
    Put: {
      TableName: control,
      Item: itemOf(after),
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': before.revision },
    },
  });
  return {
    create(created) {
      const { tenant, id, subject, user_id, cause, requested_at } = created;
      const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      return transact(client, [
        { Put: { TableName: control, Item: itemOf(created), ...isNew } },
        {
          Put: { TableName: control, Item: { ...userErasureKey(tenant, user_id), erasure_id: id }, ...isNew },
        },
        { Put: { TableName: control, Item: erasureOfSubjectKey(tenant, subject, id) } },
        { Put: { TableName: control, Item: { ...openErasureKey(tenant, id), id } } },
        reportPut(control, 'erasure.requested', created, new Date(requested_at), { user_id, cause }),
      ]);
    },

    async get(tenant, id) {
      const item = await read(erasureKey(tenant, id));
      return item && erasure.parse(item);
    },

    async runningOf(tenant, userId) {
      const item = await read(userErasureKey(tenant, userId));
      return typeof item?.erasure_id === 'string' ? item.erasure_id : undefined;
    },

    async listOf(tenant, subject, limit, afterId) {
      const keyOf = (id: string) => erasureOfSubjectKey(tenant, subject, id);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :partition',
          ExpressionAttributeValues: { ':partition': keyOf('').pk },
          ScanIndexForward: false,
          Limit: limit,
          ConsistentRead: true,
          ...(afterId === undefined ? {} : { ExclusiveStartKey: keyOf(afterId) }),
        }),
      );
      const ids = Items.map(({ sk }) => String(sk));
      return { ids, ...(LastEvaluatedKey ? { lastId: String(LastEvaluatedKey.sk) } : {}) };
    },

    async listRunning(tenant, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :partition',
          ExpressionAttributeValues: { ':partition': openErasureKey(tenant, '').pk },
          Limit: limit,
          ConsistentRead: true,
        }),
      );
      return Items.map(({ sk }) => String(sk));
    },

    save: (before, after) => wasWritten(client.send(new PutCommand(changed(before, after).Put))),

    saveOverdue(before, after) {
      const { user_id, cause, requested_at, overdue_at } = after;
      return transact(client, [
        changed(before, after),
        reportPut(control, 'erasure.overdue', after, new Date(overdue_at ?? requested_at), {
          user_id,
          cause,
          due_at: dueAt(after),
        }),
      ]);
    },

    complete(before, completed) {
      const { tenant, id, user_id, cause } = before;
      return transact(client, [
        changed(before, completed),
        { Delete: { TableName: control, Key: userErasureKey(tenant, user_id) } },
        { Delete: { TableName: control, Key: openErasureKey(tenant, id) } },
        reportPut(control, 'erasure.completed', completed, new Date(completed.completed_at ?? 0), {
          user_id,
          cause,
        }),
      ]);
    },
  };
}

/** Returns the write of an event that names the user once more, and is gone within a day. */
function reportPut<Type extends 'erasure.requested' | 'erasure.overdue' | 'erasure.completed'>(
  control: string,
  type: Type,
  { tenant, id }: Pick<Erasure, 'tenant' | 'id'>,
  at: Date,
  data: Parameters<typeof outboxEventOf<Type>>[2],
) {
  const event = outboxEventOf(
    type,
    // one of each type: a write that is repeated reports nothing twice
    { id: id.replace(`${ID_PREFIXES.erasure}_`, `${type}-`), tenant, subject: id, at },
    data,
  );
  const { Put } = outboxPut(control, event);
  const expires_at_epoch_seconds = epochSeconds(new Date(at.getTime() + rowLifetimeMs('erasureReport')));
  return { Put: { ...Put, Item: { ...Put.Item, expires_at_epoch_seconds } } };
}
