import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { byUser, epochSeconds, webhookEventKey } from '../../platform/dynamo-keys.ts';
import { keptMs } from '../domain/replay.ts';
import { type WebhookEvent, webhookEvent } from '../domain/webhook-event.ts';
import type { EventLog } from '../ports/event-log.ts';

const DAY_MS = 86_400_000;
/** Events of one step of a replay: each is written to the log and to a queue, at some 20 ms. */
const PAGE_SIZE = 100;
/** Separates the day of a cursor from its place in that day. */
const CURSOR_SEPARATOR = '|';

/** Attributes by which the erasure of a user finds an event, as it does where the event was written. */
const erasable = ({ type, time, data: { tenant, user_id, session_id } }: WebhookEvent) =>
  typeof user_id === 'string'
    ? { ...byUser(tenant, user_id), type, occurred_at: time, ...(session_id ? { session_id } : {}) }
    : {};

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** Events in the control table, those of a tenant and a day in one partition, until they expire. */
export function createDynamoEventLog(client: DynamoDBDocumentClient, tableName: string): EventLog {
  return {
    async keep(event) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...webhookEventKey(event.data.tenant, event.time, event.id),
            event,
            ...erasable(event),
            expires_at_epoch_seconds: epochSeconds(new Date(Date.parse(event.time) + keptMs(event))),
          },
        }),
      );
    },

    async page(tenant, { from, to }, cursor) {
      const [day = dayOf(from), place] = cursor?.split(CURSOR_SEPARATOR) ?? [];
      const { pk } = webhookEventKey(tenant, day, '');
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :day AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':day': pk, ':from': from.toISOString(), ':to': to.toISOString() },
          Limit: PAGE_SIZE,
          ConsistentRead: true,
          ...(place === undefined ? {} : { ExclusiveStartKey: { pk, sk: place } }),
        }),
      );
      const events = Items.map(({ event }) => webhookEvent.parse(event));
      if (LastEvaluatedKey) return { events, cursor: `${day}${CURSOR_SEPARATOR}${LastEvaluatedKey.sk}` };
      const nextDay = dayOf(new Date(Date.parse(day) + DAY_MS));
      return Date.parse(nextDay) < to.getTime() ? { events, cursor: nextDay } : { events };
    },
  };
}
