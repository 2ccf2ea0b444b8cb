import type { OutboxEvent } from '../kernel/outbox-event.ts';
import { rowLifetimeMs } from '../kernel/row-lifetimes.ts';
import { byUser, epochSeconds, outboxKey } from './dynamo-keys.ts';

/**
 * Returns the write of an event, for the transaction that makes the change it reports. Each event has a row
 * of its own, so it meets no other transaction; written again under the same id, it fails the transaction.
 * @param controlTable whose stream publishes it
 */
export const outboxPut = (controlTable: string, event: OutboxEvent) => ({
  Put: {
    TableName: controlTable,
    Item: {
      ...outboxKey(event.tenant, event.id),
      ...event,
      ...(event.user_id === undefined ? {} : byUser(event.tenant, event.user_id)),
      expires_at_epoch_seconds: epochSeconds(
        new Date(Date.parse(event.occurred_at) + rowLifetimeMs('event')),
      ),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/**
 * The same for a change that several transactions make together, such as a removal that a migration has
 * interrupted: the first of them reports it. A row that is written over is not published again.
 */
export function sharedOutboxPut(controlTable: string, event: OutboxEvent) {
  const { ConditionExpression: _once, ...Put } = outboxPut(controlTable, event).Put;
  return { Put };
}
