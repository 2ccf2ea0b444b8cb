import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { newestFirst } from '../../platform/dynamo-expressions.ts';
import { reviewCaseKey, reviewPairKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { reviewCase } from '../domain/review-case.ts';
import type { ReviewCaseStore } from '../ports/review-case-store.ts';

/** Cases in the control table, with a row for each pair of users that makes a case happen once. */
export function createDynamoReviewCaseStore(
  client: DynamoDBDocumentClient,
  control: string,
): ReviewCaseStore {
  return {
    open(opened) {
      const { tenant, id, reason, users } = opened;
      const pair = users.map(({ user_id }) => user_id);
      const isNew = 'attribute_not_exists(pk)';
      return transact(client, [
        {
          Put: {
            TableName: control,
            Item: { ...reviewPairKey(tenant, reason, pair), case_id: id },
            ConditionExpression: isNew,
          },
        },
        { Put: { TableName: control, Item: { ...opened, ...reviewCaseKey(tenant, id) } } },
      ]);
    },

    async has(tenant, reason, userIds) {
      const Key = reviewPairKey(tenant, reason, userIds);
      const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
      return Item !== undefined;
    },

    async list(tenant, limit, afterId) {
      const keyOf = (id: string) => reviewCaseKey(tenant, id);
      const { items, lastId } = await newestFirst(client, control, keyOf, { limit, afterId });
      return {
        cases: items.map((item) => reviewCase.parse(item)),
        ...(lastId === undefined ? {} : { lastId }),
      };
    },
  };
}
