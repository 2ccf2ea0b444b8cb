import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { billableCalls, billableOperation } from '../../kernel/billing.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import {
  newestFirst,
  setting,
  settingFrom,
  unlessRefused,
  wasWritten,
} from '../../platform/dynamo-expressions.ts';
import { epochSeconds, indexJobKey, indexLeaseKey, indexStepKey } from '../../platform/dynamo-keys.ts';
import { transactPatiently } from '../../platform/dynamo-transaction.ts';
import { INDEX_JOB_ACTIONS, type IndexJob, indexJob, itemCounts } from '../domain/index-job.ts';
import type { IndexJobStore } from '../ports/index-job-store.ts';

const COUNTS = Object.keys(itemCounts.shape) as (keyof typeof itemCounts.shape)[];
const OPERATIONS = billableOperation.options;
/** A stored job. Counts and calls are top-level attributes, because ADD works on nothing else. */
const storedJob = z.omit(indexJob, { counts: true, calls: true });
/** Longer than a function runs: a lease expires only if its batch was killed and never called again. */
const LEASE_MS = 60_000;

/** `batch` is a reserved word of DynamoDB. */
const BATCH = { '#batch': 'batch' } as const;
const stepRow = z.object({ first_row: z.int(), from: z.int(), next: z.int() });

/**
 * Jobs in the control table: one partition per tenant, so
 * that a list is a query, and one per job for its steps.
 */
export function createDynamoIndexJobStore(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): IndexJobStore {
  const update = async (
    tenant: string,
    id: string,
    values: Readonly<Record<string, unknown>>,
    from: readonly string[],
  ): Promise<IndexJob | undefined> => {
    const updated = await unlessRefused(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: indexJobKey(tenant, id),
          ...settingFrom(from, values),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return updated && toJob(updated.Attributes);
  };

  const get: IndexJobStore['get'] = async (tenant, id) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: indexJobKey(tenant, id), ConsistentRead: true }),
    );
    return Item && toJob(Item);
  };

  const readStep = async (tenant: string, id: string, firstRow: number, from: number) =>
    (
      await client.send(
        new GetCommand({
          TableName: table,
          Key: indexStepKey(tenant, id, firstRow, from),
          ConsistentRead: true,
        }),
      )
    ).Item;

  return {
    get,

    async create({ counts: _counts, calls: _calls, ...job }) {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...job, ...indexJobKey(job.tenant, job.id) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },

    async list(tenant, limit, afterId) {
      const { items, ...page } = await newestFirst(client, table, (id) => indexJobKey(tenant, id), {
        limit,
        afterId,
      });
      return { jobs: items.map(toJob), ...page };
    },

    act(tenant, id, action, changes) {
      const { from, to } = INDEX_JOB_ACTIONS[action];
      return update(tenant, id, { status: to, ...changes }, from);
    },

    async end(tenant, id, status, at, reason) {
      const values = { status, ended_at: at, ...(reason ? { failure_reason: reason } : {}) };
      const ended = await update(tenant, id, values, ['running', 'paused']);
      const job = ended ?? (await get(tenant, id));
      if (!job) throw new Error(`no index job ${id}`);
      return job.status;
    },

    async lease(tenant, userId, batch) {
      const now = clock();
      const until = epochSeconds(new Date(now.getTime() + LEASE_MS));
      return wasWritten(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...indexLeaseKey(tenant, userId), batch, expires_at_epoch_seconds: until },
            ConditionExpression:
              'attribute_not_exists(pk) OR #batch = :batch OR expires_at_epoch_seconds < :now',
            ExpressionAttributeNames: BATCH,
            ExpressionAttributeValues: { ':batch': batch, ':now': epochSeconds(now) },
          }),
        ),
      );
    },

    async giveUpLease(tenant, userId, batch) {
      // refused if the lease expired and another batch has the user now
      await unlessRefused(
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: indexLeaseKey(tenant, userId),
            ConditionExpression: 'attribute_not_exists(pk) OR #batch = :batch',
            ExpressionAttributeNames: BATCH,
            ExpressionAttributeValues: { ':batch': batch },
          }),
        ),
      );
    },

    async recordStep(tenant, id, { firstRow, from, next, counts, calls }) {
      const sums: Readonly<Record<string, number>> = { ...counts, ...calls };
      const names = [...COUNTS, ...OPERATIONS].filter((name) => sums[name]);
      // all batches update the job's row, and those that started together finish together
      await transactPatiently(client, [
        {
          Put: {
            TableName: table,
            Item: { ...indexStepKey(tenant, id, firstRow, from), first_row: firstRow, from, next },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        ...(names.length === 0
          ? []
          : [
              {
                Update: {
                  TableName: table,
                  Key: indexJobKey(tenant, id),
                  UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
                  ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
                  ExpressionAttributeValues: Object.fromEntries(
                    names.map((name) => [`:${name}`, sums[name]]),
                  ),
                },
              },
            ]),
      ]);
    },

    async findStep(tenant, id, firstRow, from) {
      const item = await readStep(tenant, id, firstRow, from);
      return item && stepRow.parse(item).next;
    },

    async *steps(tenant, id, after) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: `pk = :job${after ? ' AND sk > :after' : ''}`,
          ExpressionAttributeValues: {
            ':job': indexStepKey(tenant, id, 0, 0).pk,
            ...(after ? { ':after': indexStepKey(tenant, id, after.firstRow, after.from).sk } : {}),
          },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) {
          const { first_row: firstRow, from } = stepRow.parse(item);
          yield { firstRow, from };
        }
      }
    },

    async recordOutcomes(tenant, id, outcomes) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: indexJobKey(tenant, id),
          ConditionExpression: 'attribute_exists(pk)',
          ...setting({ outcomes }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return toJob(Attributes).status;
    },
  };
}

function toJob(item: Record<string, unknown> | undefined): IndexJob {
  const sums = item ?? {};
  return {
    ...storedJob.parse(item),
    counts: itemCounts.parse(Object.fromEntries(COUNTS.map((name) => [name, sums[name] ?? 0]))),
    calls: billableCalls.parse(
      Object.fromEntries(
        OPERATIONS.flatMap((name) => (sums[name] === undefined ? [] : [[name, sums[name]]])),
      ),
    ),
  };
}
