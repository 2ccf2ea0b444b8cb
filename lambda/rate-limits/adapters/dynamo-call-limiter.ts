import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Caller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import type { EmitMetric } from '../../kernel/ports/emit-metric.ts';
import { recentlyUsed } from '../../kernel/recently-used.ts';
import type { CallDecision, CallLimiter } from '../../platform/call-limiter.ts';
import { callLaneKey, epochSeconds } from '../../platform/dynamo-keys.ts';
import { MAX_TENANTS } from '../../platform/tenant-credentials.ts';
import { type CallLimits, callerKind } from '../contract.ts';
import { laneOfSubject, lanesOf, MAX_LANES, shareOfLane } from '../domain/call-lane.ts';
import {
  type CallLimit,
  isFull,
  latestFullAt,
  microsOf,
  takeToken,
  tokenMicros,
} from '../domain/token-bucket.ts';

/** Attempts to write before a call is granted uncounted; each failed one shows what the row holds. */
const MAX_ATTEMPTS = 5;
/** Full buckets that one write removes, so that a row holds only callers of the last seconds. */
const MAX_REMOVED = 10;
/**
 * How long a bucket is full before a write relies on it, in microseconds. Otherwise a bucket that fills
 * within milliseconds would be full for one attempt and not for the next, as long as a write takes. Half a
 * second's rate may be granted in addition, like that of clocks which differ.
 */
const EDGE_MICROS = 250_000;
/** Lifetime of a row that is not written any more. */
const ROW_TTL_MS = 3_600_000;

const TENANT_BUCKET = 'tenant';
const subjectBucket = (subject: string): string => `subject#${subject}`;

/** Buckets of a lane: when each is full again. */
type Row = Readonly<Record<string, unknown>>;

interface Bucket {
  readonly name: string;
  readonly limit: CallLimit;
}

/**
 * Token buckets in the control table. A tenant has one row, or several lanes if it may make many calls; a row
 * holds the tenant's bucket and those of its callers of the last seconds, so one conditional write takes a
 * token of both. The write adds to what is there: writers at the same moment do not fail, unless another one
 * has used a full bucket first or it became empty, which the failed write shows.
 */
export function createDynamoCallLimiter(
  client: DynamoDBDocumentClient,
  table: string,
  limits: CallLimits,
  clock: Clock,
  emit: EmitMetric,
  reportFailure: (error: unknown) => void,
): CallLimiter {
  const lanes = lanesOf(limits.tenant);
  const known = recentlyUsed(MAX_TENANTS * MAX_LANES, (): { row: Row } => ({ row: {} }));
  let turn = 0;

  /** People keep their lane; the calls of a backend, which may be most of a tenant's, take turns. */
  const laneFor = ({ subject, scopes }: Caller): { lane: number; subjectLanes: number } => {
    if (callerKind(scopes) !== 'backend') return { lane: laneOfSubject(subject, lanes), subjectLanes: 1 };
    turn = (turn + 1) % lanes;
    return { lane: turn, subjectLanes: lanes };
  };

  async function take(caller: Caller): Promise<CallDecision | undefined> {
    const { lane, subjectLanes } = laneFor(caller);
    const seen = known(`${caller.tenant}#${lane}`);
    const subject = {
      name: subjectBucket(caller.subject),
      limit: shareOfLane(limits[callerKind(caller.scopes)], subjectLanes),
    };
    const tenant = { name: TENANT_BUCKET, limit: shareOfLane(limits.tenant, lanes) };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const now = microsOf(clock());
      // buckets only fill up with time, so a refusal by what was seen needs no write
      const refused = refusalOf(seen.row, { subject, tenant }, now);
      if (refused) return refused;
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: callLaneKey(caller.tenant, lane),
            ...takeUpdate(seen.row, [subject, tenant], now),
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        seen.row = Attributes ?? {};
        return { granted: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        seen.row = bucketsIn(error.Item);
      }
    }
    return undefined;
  }

  return {
    async take(caller) {
      const decision = await take(caller).catch((error: unknown) => {
        reportFailure(error);
        return undefined;
      });
      if (decision === undefined) emit('CallLimitSkipped', 1, {});
      if (decision?.granted === false) emit('CallRefused', 1, { Limit: decision.limit });
      return decision ?? { granted: true };
    },
  };
}

/** The buckets of a row in a ConditionalCheckFailedException. */
const bucketsIn = (item: ConditionalCheckFailedException['Item'] = {}): Row =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, { N }]) => (N === undefined ? [] : [[name, Number(N)]])),
  );

const fullAtOf = (row: Row, { name }: Pick<Bucket, 'name'>): number | undefined => {
  const value = row[name];
  return typeof value === 'number' ? value : undefined;
};

function refusalOf(
  row: Row,
  buckets: Readonly<Record<'subject' | 'tenant', Bucket>>,
  now: number,
): CallDecision | undefined {
  for (const limit of ['subject', 'tenant'] as const) {
    const taken = takeToken(fullAtOf(row, buckets[limit]), buckets[limit].limit, now);
    if (!taken.granted) return { granted: false, limit, waitMs: taken.waitMs };
  }
  return undefined;
}

/** The update that takes a token of each bucket, if each is full or not as it was seen, and not empty. */
function takeUpdate(row: Row, buckets: readonly Bucket[], now: number) {
  const parts = buckets.map((bucket, index) => {
    const [name, token, latest] = [`#b${index}`, `:t${index}`, `:l${index}`];
    const micros = tokenMicros(bucket.limit);
    return isFull(fullAtOf(row, bucket), now - EDGE_MICROS)
      ? {
          set: `${name} = ${token}`,
          condition: `(attribute_not_exists(${name}) OR ${name} <= :now)`,
          names: { [name]: bucket.name },
          values: { [token]: now + micros, ':now': now },
        }
      : {
          set: `${name} = ${name} + ${token}`,
          condition: `${name} BETWEEN :least AND ${latest}`,
          names: { [name]: bucket.name },
          values: {
            [token]: micros,
            [latest]: latestFullAt(bucket.limit, now),
            ':least': now - 2 * EDGE_MICROS,
          },
        };
  });
  const removed = fullBuckets(row, buckets, now).map((name, index) => ({
    alias: `#r${index}`,
    condition: `(attribute_not_exists(#r${index}) OR #r${index} <= :now)`,
    names: { [`#r${index}`]: name },
    values: { ':now': now },
  }));
  const remove = removed.length > 0 ? ` REMOVE ${removed.map(({ alias }) => alias).join(', ')}` : '';
  return {
    UpdateExpression: `SET ${parts.map(({ set }) => set).join(', ')}, expires_at_epoch_seconds = :expiry${remove}`,
    ConditionExpression: [...parts, ...removed].map(({ condition }) => condition).join(' AND '),
    ExpressionAttributeNames: Object.assign({}, ...[...parts, ...removed].map(({ names }) => names)),
    ExpressionAttributeValues: Object.assign(
      { ':expiry': epochSeconds(new Date(now / 1000 + ROW_TTL_MS)) },
      ...[...parts, ...removed].map(({ values }) => values),
    ),
  };
}

/** Callers of a row whose buckets are full: as if they had never called. */
const fullBuckets = (row: Row, taken: readonly Bucket[], now: number): readonly string[] =>
  Object.keys(row)
    .filter((name) => name.startsWith(subjectBucket('')) && taken.every((bucket) => bucket.name !== name))
    .filter((name) => isFull(fullAtOf(row, { name }), now))
    .slice(0, MAX_REMOVED);
