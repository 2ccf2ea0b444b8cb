import {
  type DynamoDBDocumentClient,
  GetCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  allowedPairKey,
  epochSeconds,
  reviewCaseKey,
  reviewCaseStateKey,
  reviewPairKey,
  reviewRunKey,
} from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { type AllowedPair, pairsAllowedBy } from '../domain/allowed-pair.ts';
import { type ReviewCase, retainedUntil, reviewCase } from '../domain/review-case.ts';
import type { ReviewCaseStore } from '../ports/review-case-store.ts';
import { listCases } from './dynamo-case-list.ts';

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Cases in the control table, with a row that makes the case of a pair of users or of a run of a session
 * happen once, and a row for each pair that a decision allows.
 */
export function createDynamoReviewCaseStore(
  client: DynamoDBDocumentClient,
  control: string,
): ReviewCaseStore {
  const exists = async (Key: { readonly pk: string; readonly sk: string }): Promise<boolean> => {
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item !== undefined;
  };
  const isAllowedPair: ReviewCaseStore['isAllowedPair'] = (tenant, userIds) =>
    exists(allowedPairKey(tenant, userIds));
  return {
    open(opened) {
      return transact(client, [
        {
          Put: {
            TableName: control,
            Item: { ...onceKey(opened), case_id: opened.id },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        { Put: { TableName: control, Item: itemOf(opened) } },
      ]);
    },

    isAllowedPair,

    isKnownPair: async (tenant, reason, userIds) =>
      (await exists(reviewPairKey(tenant, reason, userIds))) || isAllowedPair(tenant, userIds),

    async get(tenant, id) {
      const Key = reviewCaseKey(tenant, id);
      const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
      return Item && reviewCase.parse(Item);
    },

    save(before, after) {
      return transact(client, [
        {
          Put: {
            TableName: control,
            Item: itemOf(after),
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': before.revision },
          },
        },
        ...pairWrites(control, before, after),
      ]);
    },

    list: (tenant, filter, limit, afterId) => listCases(client, control, tenant, filter, limit, afterId),
  };
}

function itemOf(stored: ReviewCase) {
  const { tenant, id, status } = stored;
  const until = retainedUntil(stored);
  return {
    ...stored,
    ...reviewCaseKey(tenant, id),
    ...reviewCaseStateKey(tenant, status === 'decided' ? 'decided' : 'waiting', id),
    ...(until ? { expires_at_epoch_seconds: epochSeconds(until) } : {}),
  };
}

function onceKey({ tenant, id, reason, users, session }: ReviewCase) {
  if (session) return reviewRunKey(tenant, reason, session);
  if (!users) throw new Error(`review case ${id} is about neither a session nor two users`);
  return reviewPairKey(
    tenant,
    reason,
    users.map(({ user_id }) => user_id),
  );
}

/** A decision allows its pairs, and a reopened case takes them back. */
function pairWrites(control: string, before: ReviewCase, after: ReviewCase): Writes {
  const { tenant, id, decision } = after;
  const [were, are] = [pairsAllowedBy(before), pairsAllowedBy(after)];
  const isIn = (pairs: readonly AllowedPair[]) => (pair: AllowedPair) =>
    pairs.some((one) => one[0] === pair[0] && one[1] === pair[1]);
  return [
    ...are
      .filter((pair) => !isIn(were)(pair))
      .map((pair) => ({
        Put: {
          TableName: control,
          Item: { ...allowedPairKey(tenant, pair), case_id: id, allowed_at: decision?.decided_at },
        },
      })),
    ...were
      .filter((pair) => !isIn(are)(pair))
      .map((pair) => ({ Delete: { TableName: control, Key: allowedPairKey(tenant, pair) } })),
  ];
}
