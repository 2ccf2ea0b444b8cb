import {
  type DynamoDBDocumentClient,
  GetCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  allowedPairDeletes,
  allowedPairPuts,
  createDynamoAllowedPairs,
} from '../../allowed-pairs/adapters/dynamo-allowed-pairs.ts';
import { pairsWithout } from '../../allowed-pairs/domain/allowed-pair.ts';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import {
  byUser,
  epochSeconds,
  reviewCaseKey,
  reviewCaseStateKey,
  reviewPairKey,
  reviewRunKey,
} from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { transitionItems } from '../../sessions/adapters/dynamo-session-items.ts';
import { eventOfCase } from '../domain/case-event.ts';
import { pairsAllowedBy } from '../domain/pairs-allowed-by.ts';
import { isWaiting, type ReviewCase, retainedUntil, reviewCase } from '../domain/review-case.ts';
import type { ReviewCaseStore } from '../ports/review-case-store.ts';
import { listCases } from './dynamo-case-list.ts';
import { caseIdsOfSession } from './dynamo-cases-of-session.ts';
import { labelWrites } from './dynamo-liveness-labels.ts';

export interface ReviewCaseTables {
  readonly control: string;
  readonly sessions: string;
}

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Cases in the control table, with a row that makes the case of a pair of users or of a run of a session
 * happen once. A decision writes the pairs that it allows, or the label of a sample.
 */
export function createDynamoReviewCaseStore(
  client: DynamoDBDocumentClient,
  { control, sessions }: ReviewCaseTables,
): ReviewCaseStore {
  const exists = async (Key: { readonly pk: string; readonly sk: string }): Promise<boolean> => {
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item !== undefined;
  };
  const get = async (tenant: string, id: string): Promise<ReviewCase | undefined> => {
    const Key = reviewCaseKey(tenant, id);
    const { Item } = await client.send(new GetCommand({ TableName: control, Key, ConsistentRead: true }));
    return Item && reviewCase.parse(Item);
  };
  const pairs = createDynamoAllowedPairs(client, control);
  return {
    open(opened) {
      return transact(client, [
        {
          Put: {
            TableName: control,
            Item: {
              ...onceKey(opened),
              ...ofUser(opened, 'first'),
              opened_at: opened.opened_at,
              case_id: opened.id,
              expires_at_epoch_seconds: onceUntil(opened),
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        { Put: { TableName: control, Item: itemOf(opened) } },
        ...eventWrites(control, undefined, opened),
      ]);
    },

    isKnownPair: async (tenant, reason, userIds) =>
      (await exists(reviewPairKey(tenant, reason, userIds))) ||
      (await pairs.pairedWith(tenant, userIds[0])).has(userIds[1]),

    get,

    save: (before, after) => transact(client, changeWrites(control, before, after)),

    saveWithSession: (before, after, moved) =>
      transact(client, [...changeWrites(control, before, after), ...transitionItems(sessions, moved)]),

    list: (tenant, filter, limit, afterId) => listCases(client, control, tenant, filter, limit, afterId),

    async listOfSession(tenant, session) {
      const ids = await caseIdsOfSession(client, control, tenant, session);
      const cases = await Promise.all(ids.map((id) => get(tenant, id)));
      return cases.filter((one) => one !== undefined).sort((one, other) => (one.id < other.id ? 1 : -1));
    },
  };
}

function itemOf(stored: ReviewCase) {
  const { tenant, id } = stored;
  const until = retainedUntil(stored);
  return {
    ...stored,
    ...reviewCaseKey(tenant, id),
    ...ofUser(stored, 'last'),
    ...reviewCaseStateKey(tenant, isWaiting(stored) ? 'waiting' : 'decided', id),
    ...(until ? { expires_at_epoch_seconds: epochSeconds(until) } : {}),
  };
}

const onceUntil = ({ opened_at }: ReviewCase): number =>
  epochSeconds(new Date(Date.parse(opened_at) + rowLifetimeMs('reviewOnce')));
/** Attribute by which one of its users finds the case, and the other the row that makes it happen once. */
function ofUser({ tenant, users, session }: ReviewCase, which: 'first' | 'last') {
  const user_id = session?.user_id ?? users?.at(which === 'first' ? 0 : -1)?.user_id;
  return user_id === undefined ? {} : byUser(tenant, user_id);
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

const changeWrites = (control: string, before: ReviewCase, after: ReviewCase): Writes => [
  {
    Put: {
      TableName: control,
      Item: itemOf(after),
      ConditionExpression: 'revision = :before',
      ExpressionAttributeValues: { ':before': before.revision },
    },
  },
  ...pairWrites(control, before, after),
  ...labelWrites(control, before, after),
  ...eventWrites(control, before, after),
];

function eventWrites(control: string, before: ReviewCase | undefined, after: ReviewCase): Writes {
  const event = eventOfCase(before, after);
  return event ? [outboxPut(control, event)] : [];
}

/** A decision allows its pairs, and a reopened case takes them back. */
function pairWrites(control: string, before: ReviewCase, after: ReviewCase): Writes {
  const { tenant, id, decision } = after;
  const [were, are] = [pairsAllowedBy(before), pairsAllowedBy(after)];
  const allowed = { case_id: id, allowed_at: decision?.decided_at ?? '' };
  return [
    ...pairsWithout(are, were).flatMap((pair) => allowedPairPuts(control, tenant, pair, allowed)),
    ...pairsWithout(were, are).flatMap((pair) => allowedPairDeletes(control, tenant, pair)),
  ];
}
