import {
  type DynamoDBDocumentClient,
  QueryCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { firstOf, ID_PREFIXES } from '../../kernel/identifier.ts';
import { epochSeconds, livenessLabelKey } from '../../platform/dynamo-keys.ts';
import { type LivenessLabel, labelOf, livenessLabel } from '../domain/liveness-label.ts';
import { labelRetainedUntil, type ReviewCase } from '../domain/review-case.ts';
import type { LivenessLabelStore } from '../ports/liveness-label-store.ts';

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Labels in the control table, by the ids of their cases, which sort by time. */
export const createDynamoLivenessLabels = (
  client: DynamoDBDocumentClient,
  control: string,
): LivenessLabelStore => ({
  async list(tenant, { from, to }, limit, afterId) {
    const prefix = ID_PREFIXES.reviewCase;
    const first = from ? firstOf(prefix, from) : prefix;
    // nothing in an id sorts behind a tilde
    const end = to ? firstOf(prefix, to) : `${prefix}~`;
    if (afterId !== undefined && afterId <= first) return { labels: [] };
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: control,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :first AND :end',
        ExpressionAttributeValues: {
          ':partition': livenessLabelKey(tenant, '').pk,
          ':first': first,
          ':end': end,
        },
        ScanIndexForward: false,
        Limit: limit,
        // DynamoDB refuses to start outside the range of the query
        ...(afterId !== undefined && afterId < end
          ? { ExclusiveStartKey: livenessLabelKey(tenant, afterId) }
          : {}),
      }),
    );
    return {
      labels: Items.map((item) => livenessLabel.parse(item)),
      ...(LastEvaluatedKey === undefined ? {} : { lastId: String(LastEvaluatedKey.sk) }),
    };
  },
});

/** Parts of the transaction of a case: its decision stores the label, and reopening it takes it back. */
export function labelWrites(control: string, before: ReviewCase, after: ReviewCase): Writes {
  const [was, is] = [labelOf(before), labelOf(after)];
  if (is) return was ? [] : [{ Put: { TableName: control, Item: itemOf(is, after) } }];
  return was ? [{ Delete: { TableName: control, Key: livenessLabelKey(was.tenant, was.id) } }] : [];
}

function itemOf(stored: LivenessLabel, decided: ReviewCase) {
  const until = labelRetainedUntil(decided);
  return {
    ...stored,
    ...livenessLabelKey(stored.tenant, stored.id),
    ...(until ? { expires_at_epoch_seconds: epochSeconds(until) } : {}),
  };
}
