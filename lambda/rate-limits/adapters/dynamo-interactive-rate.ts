import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/ports/clock.ts';
import { epochSeconds, rateWindowKey } from '../../platform/dynamo-keys.ts';
import { type InteractiveOperation, type Quotas, rateUnder } from '../contract.ts';
import { calendarOf, interactiveRoom, windowAt, windowStart } from '../domain/rate-window.ts';
import { type InteractiveRate, RateExhausted } from '../ports/rate-limiter.ts';
import { WINDOW_TTL_MS } from './dynamo-rate-limiter.ts';

/**
 * Interactive permits in the windows of the shared rate: one update and no read, except where a call finds a
 * window full, and no condition on what bulk calls have taken. A rate that is stepped down after throttling
 * slows bulk calls alone.
 */
export function createDynamoInteractiveRate(
  client: DynamoDBDocumentClient,
  table: string,
  quotas: Quotas,
  clock: Clock,
): InteractiveRate {
  /** First window by operation that this process has not seen full of interactive calls. */
  const openFrom = new Map<InteractiveOperation, number>();

  return {
    async take(operation, permits, longestWaitMs, signal) {
      const now = clock().getTime();
      const calendar = calendarOf(rateUnder(quotas[operation]));
      let window = Math.max(windowAt(calendar, now), openFrom.get(operation) ?? 0);
      let room = calendar.permits;
      let left = permits;
      let last = now;
      while (left > 0) {
        const start = windowStart(calendar, window);
        if (start > now + longestWaitMs) {
          if (left < permits) break;
          throw new RateExhausted(`${operation} is used by registrations for ${longestWaitMs} ms`);
        }
        const part = Math.min(left, room);
        try {
          await client.send(
            new UpdateCommand({
              TableName: table,
              Key: rateWindowKey(operation, window),
              UpdateExpression:
                'ADD #total :permits, #interactive :permits SET expires_at_epoch_seconds = :expiry',
              ConditionExpression: 'attribute_not_exists(#interactive) OR #interactive <= :room',
              ExpressionAttributeNames: { '#total': 'total', '#interactive': 'interactive' },
              ExpressionAttributeValues: {
                ':permits': part,
                ':room': calendar.permits - part,
                ':expiry': epochSeconds(new Date(now + WINDOW_TTL_MS)),
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
            { abortSignal: signal },
          );
          left -= part;
          last = Math.max(now, start);
          room = 0;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          room = interactiveRoom(calendar, Number(error.Item?.interactive?.N));
          if (room === 0) openFrom.set(operation, window + 1);
        }
        if (room > 0) continue;
        window += 1;
        room = calendar.permits;
      }
      return { waitMs: Math.max(0, Math.ceil(last - clock().getTime())) };
    },
  };
}
