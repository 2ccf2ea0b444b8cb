import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { takeoverSignal } from '../../kernel/takeover-signal.ts';
import { epochSeconds, takeoverSignalsKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { NO_SIGNALS } from '../domain/takeover-signals.ts';
import type { TakeoverChange, TakeoverSignalStore } from '../ports/takeover-signals.ts';

const signalsRow = z.object({
  signals: z.array(z.object({ at: z.number(), session_id: z.string(), signal: takeoverSignal })),
  suspected_at: z.optional(z.number()),
  /** Counts the writes, so that of two sessions that end at once one reads again. */
  revision: z.number(),
});

/** Signals of takeovers in the control table, in the partition of their user. */
export const createDynamoTakeoverSignals = (
  client: DynamoDBDocumentClient,
  control: string,
): TakeoverSignalStore => ({
  async read(tenant, userId) {
    const Key = takeoverSignalsKey(tenant, userId);
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item ? signalsRow.parse(Item) : { ...NO_SIGNALS, revision: 0 };
  },
});

/** Parts of a transaction that write a signal, and the suspicion that it raises. */
export const takeoverWrites = (
  control: string,
  { tenant, user_id, after, revision, expires_at, event }: TakeoverChange,
) => [
  {
    Put: {
      TableName: control,
      Item: {
        ...takeoverSignalsKey(tenant, user_id),
        ...after,
        revision: revision + 1,
        expires_at_epoch_seconds: epochSeconds(expires_at),
      },
      ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
      ExpressionAttributeValues: { ':revision': revision },
    },
  },
  ...(event ? [outboxPut(control, event)] : []),
];
