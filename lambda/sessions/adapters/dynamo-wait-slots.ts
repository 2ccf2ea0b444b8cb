import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../kernel/ports/clock.ts';
import { unlessRefused, wasWritten } from '../../platform/dynamo-expressions.ts';
import { epochSeconds, waitSlotKey } from '../../platform/dynamo-keys.ts';
import type { WaitSlot, WaitSlots } from '../ports/wait-slots.ts';

/**
 * Places that are tried before a call does not wait. With half of the
 * places taken, one call in sixteen misses a free one; it asks again a second later.
 */
const MAX_TRIES = 4;

/**
 * Places in the control table, one row each, so that calls that wait at the same time do not write the same
 * row. A function instance serves one call at a time and tries the place that it had last: the instances of a
 * busy tenant settle on places of their own.
 * @param slots places of each tenant
 * @param random returns a number from 0 up to 1: where a call begins to look, and the name of who has a place
 * @param reportFailure of a write, which leaves a call without a place or a place taken until its time
 */
export function createDynamoWaitSlots(
  client: DynamoDBDocumentClient,
  table: string,
  slots: number,
  clock: Clock,
  random: () => number,
  reportFailure: (error: unknown) => void,
): WaitSlots {
  let next: number | undefined;

  const takeFree = async (tenant: string, until: Date): Promise<WaitSlot | undefined> => {
    const holder = String(random());
    const first = next ?? Math.floor(random() * slots);
    for (let tried = 0; tried < Math.min(MAX_TRIES, slots); tried += 1) {
      const place = (first + tried) % slots;
      const taken = await wasWritten(
        client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...waitSlotKey(tenant, place),
              holder,
              until_ms: until.getTime(),
              expires_at_epoch_seconds: epochSeconds(until),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR until_ms < :now',
            ExpressionAttributeValues: { ':now': clock().getTime() },
          }),
        ),
      );
      if (!taken) continue;
      next = place;
      return { tenant, place, holder };
    }
    next = undefined;
    return undefined;
  };

  return {
    take: (tenant, until) =>
      takeFree(tenant, until).catch((error: unknown) => {
        reportFailure(error);
        return undefined;
      }),

    async release({ tenant, place, holder }) {
      const deletion = client.send(
        new DeleteCommand({
          TableName: table,
          Key: waitSlotKey(tenant, place),
          // another call may have it, if this one took longer than its time
          ConditionExpression: 'holder = :holder',
          ExpressionAttributeValues: { ':holder': holder },
        }),
      );
      await unlessRefused(deletion).catch(reportFailure);
    },
  };
}
