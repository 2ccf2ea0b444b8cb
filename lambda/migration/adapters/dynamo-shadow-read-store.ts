import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type BillableCalls, type BillableOperation, billableOperation } from '../../kernel/billing.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { epochSeconds, shadowReadKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { comparedSearch, isAgreement, shadowReadKind } from '../domain/shadow-read.ts';
import type { Disagreement, ShadowReadScope, ShadowReadStore } from '../ports/shadow-reads.ts';

/** A message is repeated within hours, not days; after that its record is not needed. */
const REMEMBERED_MS = rowLifetimeMs('shadowRead');

/**
 * Rows per pass that its figures are spread over, by hash of the search. Each comparison is counted in a
 * transaction of some 15 ms; 50 comparisons per second would hold a single row for 75 % of the time, and one
 * that exhausts its attempts is repeated, which is billed. 16 rows are held for 5 % of the time each.
 */
const FIGURE_ROWS = 16;
const figuresRowOf = (name: string) =>
  `figures#${createHash('sha256').update(name, 'utf8').digest().readUInt32BE(0) % FIGURE_ROWS}` as const;

const count = z._default(z.number(), 0);
/** ADD works on top-level attributes only, so the row is flat. */
const figuresRow = z.object({
  ...(Object.fromEntries(shadowReadKind.options.map((kind) => [kind, count])) as Record<
    z.infer<typeof shadowReadKind>,
    typeof count
  >),
  failed: count,
  matches: count,
  similarity_sum: count,
  margin_sum: count,
  ...(Object.fromEntries(billableOperation.options.map((operation) => [operation, count])) as Record<
    BillableOperation,
    typeof count
  >),
});
const disagreementRow = z.object({
  session_id: z.string(),
  search: comparedSearch,
  kind: shadowReadKind,
  compared_at: z.string(),
});

/** Counts and disagreements of a migration in the control table. */
export function createDynamoShadowReadStore(
  client: DynamoDBDocumentClient,
  control: string,
  clock: Clock,
): ShadowReadStore {
  return {
    record(scope, { session_id, search, result, change, calls }) {
      const now = clock();
      const compared_at = now.toISOString();
      const name = `${session_id}#${search}` as const;
      const added: Readonly<Record<string, number>> = {
        [result]: 1,
        ...(change ? { matches: 1, similarity_sum: change.similarity, margin_sum: change.margin } : {}),
        ...calls,
      };
      const names = Object.keys(added);
      const differs = result !== 'failed' && !isAgreement(result);
      return transact(client, [
        {
          Put: {
            TableName: control,
            Item: {
              ...shadowReadKey(scope, `compared#${name}`),
              expires_at_epoch_seconds: epochSeconds(new Date(now.getTime() + REMEMBERED_MS)),
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: control,
            Key: shadowReadKey(scope, figuresRowOf(name)),
            UpdateExpression: `ADD ${names.map((one) => `#${one} :${one}`).join(', ')}`,
            ExpressionAttributeNames: Object.fromEntries(names.map((one) => [`#${one}`, one])),
            ExpressionAttributeValues: Object.fromEntries(names.map((one) => [`:${one}`, added[one]])),
          },
        },
        ...(differs
          ? [
              {
                Put: {
                  TableName: control,
                  Item: {
                    ...shadowReadKey(scope, `disagreement#${name}`),
                    ...({ session_id, search, kind: result, compared_at } satisfies Disagreement),
                  },
                },
              },
            ]
          : []),
      ]);
    },

    async figures(scope) {
      const { pk, sk } = shadowReadKey(scope, 'figures#');
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :migration AND begins_with(sk, :figures)',
          ExpressionAttributeValues: { ':migration': pk, ':figures': sk },
          ConsistentRead: true,
        }),
      );
      const rows = Items.map((item) => figuresRow.parse(item));
      const sumOf = (name: keyof z.infer<typeof figuresRow>) => rows.reduce((sum, row) => sum + row[name], 0);
      return {
        counts: Object.fromEntries(shadowReadKind.options.map((kind) => [kind, sumOf(kind)])) as Record<
          z.infer<typeof shadowReadKind>,
          number
        >,
        failed: sumOf('failed'),
        matches: sumOf('matches'),
        similaritySum: sumOf('similarity_sum'),
        marginSum: sumOf('margin_sum'),
        calls: callsOf(sumOf),
      };
    },

    async disagreements(scope: ShadowReadScope, limit) {
      const { pk, sk } = shadowReadKey(scope, 'disagreement#');
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :migration AND begins_with(sk, :disagreements)',
          ExpressionAttributeValues: { ':migration': pk, ':disagreements': sk },
          Limit: limit,
        }),
      );
      return Items.map((item) => disagreementRow.parse(item));
    },
  };
}

const callsOf = (sumOf: (operation: BillableOperation) => number): BillableCalls =>
  Object.fromEntries(
    billableOperation.options
      .map((operation) => [operation, sumOf(operation)] as const)
      .filter(([, calls]) => calls > 0),
  );
