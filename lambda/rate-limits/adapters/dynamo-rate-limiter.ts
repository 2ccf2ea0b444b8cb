import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Clock } from '../../kernel/ports/clock.ts';
import { epochSeconds, rateKey, rateWindowKey } from '../../platform/dynamo-keys.ts';
import { interactiveOperation, type LimitedOperation, type Quotas, rateUnder } from '../contract.ts';
import {
  admits,
  type BulkCapacity,
  bulkCapacityOf,
  calendarOf,
  capacityOf,
  FULL_RATE,
  isFull,
  isNear,
  largestReservation,
  OBSERVED_WINDOWS,
  permitTime,
  type RateCalendar,
  type RateShare,
  shareAt,
  shareOf,
  stepDown,
  UNUSED_WINDOW,
  type WindowUse,
  windowAt,
  windowStart,
} from '../domain/rate-window.ts';
import { RateExhausted, type RateLimiter } from '../ports/rate-limiter.ts';

/** Longest reservation ahead: a task function times out after 28 s, and its call must fit. */
const MAX_AHEAD_MS = 20_000;
/** How long a process caches what it has read, so how late it may notice a throttle or a registration. */
const READ_TTL_MS = 1000;
/** Lifetime of the rows of past windows, which are read for a few seconds. */
export const WINDOW_TTL_MS = 3_600_000;

const windowRow = z.object({ total: z.number() });
const interactiveRow = z.object({ interactive: z._default(z.number(), 0) });
const shareRow = z.object({ share: z.number(), at: z.number() });

interface Asked {
  readonly operation: LimitedOperation;
  /** Key of the rows: the operation, with its region if that is another one. */
  readonly rate: string;
  readonly tenant: string;
  readonly permits: number;
  readonly calendar: RateCalendar;
  readonly capacity: BulkCapacity;
  readonly now: number;
}

/**
 * The calendar of {@link RateCalendar} in the control table: one row per window and one conditional
 * update per reservation, or two if the row has changed since this process last saw it. Once a second
 * it reads the rate's share, and the last windows where registrations make the same calls.
 * @param region of the quotas, if it is not the one that the product is deployed to
 */
export function createDynamoRateLimiter(
  client: DynamoDBDocumentClient,
  table: string,
  quotas: Quotas,
  clock: Clock,
  region?: string,
): RateLimiter {
  const rateOf = (operation: LimitedOperation) =>
    region === undefined ? operation : `${region}#${operation}`;
  const shares = new Map<LimitedOperation, { readonly rate: RateShare; readonly readAt: number }>();
  const observed = new Map<
    LimitedOperation,
    { readonly permits: Promise<readonly number[]>; readonly readAt: number }
  >();
  /** First window by operation that this process has not seen full. */
  const openFrom = new Map<LimitedOperation, number>();
  /** First far window, by operation and tenant, in which the tenant may have some of its share left. */
  const shareFrom = new Map<string, number>();

  const readShare = async (operation: LimitedOperation, now: number): Promise<RateShare> => {
    const known = shares.get(operation);
    if (known && now - known.readAt < READ_TTL_MS) return known.rate;
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: rateKey(rateOf(operation)) }));
    const rate = Item ? shareRow.parse(Item) : FULL_RATE;
    shares.set(operation, { rate, readAt: now });
    return rate;
  };

  /** Reads the interactive permits of each of the last windows; the second region has none. */
  const readObserved = async (
    operation: LimitedOperation,
    calendar: RateCalendar,
    now: number,
  ): Promise<readonly number[]> => {
    if (region !== undefined || !interactiveOperation.safeParse(operation).success) return [];
    const known = observed.get(operation);
    if (known && now - known.readAt < READ_TTL_MS) return known.permits;
    const present = windowAt(calendar, now);
    // kept while it is being read: all workers of a process ask at once
    const permits = Promise.all(
      Array.from({ length: OBSERVED_WINDOWS }, async (_, index) => {
        const Key = rateWindowKey(operation, present - 1 - index);
        const { Item = {} } = await client.send(new GetCommand({ TableName: table, Key }));
        return interactiveRow.parse(Item).interactive;
      }),
    );
    observed.set(operation, { permits, readAt: now });
    permits.catch(() => observed.delete(operation));
    return permits;
  };

  /** Takes permits of a window. @returns the window's new total; undefined if it has no room */
  const take = async (asked: Asked, window: number): Promise<number | undefined> => {
    const near = isNear(asked.calendar, window, asked.now);
    let use: WindowUse = UNUSED_WINDOW;
    while (admits(use, asked.permits, asked.capacity, near)) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({ TableName: table, ...takeUpdate(asked, window, use, near) }),
        );
        return windowRow.parse(Attributes).total;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        use = parseUse(error.Item, asked.tenant);
      }
    }
    if (isFull(use, asked.capacity)) openFrom.set(asked.operation, window + 1);
    if (!near) shareFrom.set(shareKey(asked), window + 1);
    return undefined;
  };

  /** @returns when the last of the permits may be used, in epoch milliseconds */
  const takeEarliest = async (asked: Asked): Promise<number> => {
    const { calendar, now, capacity, operation } = asked;
    // a full window stays full; if the rate has risen since, a little room stays unused
    const first = Math.max(windowAt(calendar, now), openFrom.get(operation) ?? 0);
    const firstFar = shareFrom.get(shareKey(asked)) ?? 0;
    for (let window = first; windowStart(calendar, window) <= now + MAX_AHEAD_MS; window += 1) {
      if (window < firstFar && !isNear(calendar, window, now)) continue;
      const total = await take(asked, window);
      if (total !== undefined) return permitTime(calendar, window, total, capacity.all);
    }
    throw new RateExhausted(`${operation} is reserved for the next ${MAX_AHEAD_MS / 1000} seconds`);
  };

  return {
    async reserve(operation, tenant, permits) {
      const now = clock().getTime();
      const calendar = calendarOf(rateUnder(quotas[operation]));
      const [share, interactive] = await Promise.all([
        readShare(operation, now),
        readObserved(operation, calendar, now),
      ]);
      const capacity = bulkCapacityOf(capacityOf(calendar, shareAt(share, now)), interactive);
      const largest = largestReservation(capacity.bulk);
      let last = now;
      for (let left = permits; left > 0; left -= largest) {
        const part = Math.min(left, largest);
        const rate = rateOf(operation);
        last = await takeEarliest({ operation, rate, tenant, permits: part, calendar, capacity, now });
      }
      return { waitMs: Math.max(0, Math.ceil(last - clock().getTime())) };
    },

    async throttled(operation) {
      const now = clock().getTime();
      shares.delete(operation);
      const before = await readShare(operation, now);
      const after = stepDown(before, now);
      if (after === before) return;
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...rateKey(rateOf(operation)), ...after },
            ConditionExpression: 'attribute_not_exists(pk) OR #at = :before',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':before': before.at },
          }),
        );
      } catch (error) {
        // another process has already stepped down for the same overload
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      shares.delete(operation);
    },
  };
}

const shareKey = ({ operation, tenant }: Asked): string => `${operation}#${tenant}`;

/** Attribute of a tenant's permits in the row of a window; names like `total` are reserved words. */
const namesFor = (tenant: string) =>
  ({ '#total': 'total', '#bulk': 'bulk', '#tenants': 'tenants', '#own': ownAttribute(tenant) }) as const;
const ownAttribute = (tenant: string): string => `tenant#${tenant}`;

/**
 * The update that takes permits of a window if that is still allowed; `use` is the window's assumed state.
 */
function takeUpdate(asked: Asked, window: number, use: WindowUse, near: boolean) {
  const { rate, tenant, permits, capacity, now } = asked;
  const joins = use.own === undefined;
  const condition: readonly string[] =
    use.total === 0
      ? ['attribute_not_exists(pk)']
      : [
          '#total <= :room',
          // interactive calls alone may have taken permits
          use.tenants === 0 ? 'attribute_not_exists(#bulk)' : '#bulk <= :bulkRoom',
          joins ? 'attribute_not_exists(#own)' : 'attribute_exists(#own)',
          // permits lent to a tenant that is already there do not depend on the number of others
          ...((near && !joins) || use.tenants === 0 ? [] : ['#tenants = :known']),
          ...(near || joins ? [] : ['#own <= :share']),
        ];
  const used = condition.join(' ');
  return {
    Key: rateWindowKey(rate, window),
    UpdateExpression:
      'SET #total = if_not_exists(#total, :none) + :permits, #bulk = if_not_exists(#bulk, :none) + :permits, #own = if_not_exists(#own, :none) + :permits, #tenants = if_not_exists(#tenants, :none) + :joining, expires_at_epoch_seconds = :expiry',
    ConditionExpression: condition.join(' AND '),
    ExpressionAttributeNames: namesFor(tenant),
    ExpressionAttributeValues: {
      ':none': 0,
      ':permits': permits,
      ':joining': joins ? 1 : 0,
      ':expiry': epochSeconds(new Date(now + WINDOW_TTL_MS)),
      ...(used.includes(':room') ? { ':room': capacity.all - permits } : {}),
      ...(used.includes(':bulkRoom') ? { ':bulkRoom': capacity.bulk - permits } : {}),
      ...(used.includes(':known') ? { ':known': use.tenants } : {}),
      ...(used.includes(':share') ? { ':share': shareOf(use, capacity.bulk) - permits } : {}),
    },
    ReturnValues: 'UPDATED_NEW' as const,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** Parses a window from the item in a ConditionalCheckFailedException. */
function parseUse(item: ConditionalCheckFailedException['Item'], tenant: string): WindowUse {
  if (!item) return UNUSED_WINDOW;
  const own = item[ownAttribute(tenant)]?.N;
  return {
    total: Number(item.total?.N),
    bulk: Number(item.bulk?.N ?? 0),
    tenants: Number(item.tenants?.N ?? 0),
    ...(own === undefined ? {} : { own: Number(own) }),
  };
}
