import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { settingFrom, wasWritten } from '../../platform/dynamo-expressions.ts';
import { livenessSessionKey, sessionKey } from '../../platform/dynamo-keys.ts';
import { type LivenessSession, livenessSession } from '../domain/liveness-session.ts';
import { TRANSITIONS } from '../domain/session-status.ts';
import { type VerificationSession, verificationSession } from '../domain/verification-session.ts';
import type { SessionFilter, SessionPage, SessionStore } from '../ports/session-store.ts';
import { livenessItem } from './dynamo-session-items.ts';

/** Verification sessions and their liveness sessions in the sessions table. */
export function createDynamoSessionStore(client: DynamoDBDocumentClient, tableName: string): SessionStore {
  const get: SessionStore['get'] = async (tenant, id) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: sessionKey(tenant, id), ConsistentRead: true }),
    );
    return Item && verificationSession.parse(Item);
  };

  return {
    get,

    async list(tenant, filter, limit, afterId) {
      const found: VerificationSession[] = [];
      let start = afterId === undefined ? undefined : startKey(tenant, filter, afterId);
      // a filter on type can empty a page, so pages are read until enough sessions are found or none are left
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: tableName,
            ...sessionQuery(tenant, filter),
            Limit: limit + 1 - found.length,
            ScanIndexForward: false,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        found.push(...Items.map((item) => verificationSession.parse(item)));
        start = LastEvaluatedKey;
      } while (start && found.length <= limit);
      return toPage(found, limit);
    },

    setDocument: (tenant, id, key) =>
      wasWritten(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: sessionKey(tenant, id),
            ...settingFrom(TRANSITIONS.submit.from, { document: { key } }),
          }),
        ),
      ),

    async recordCheck(tenant, id, name, check) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: sessionKey(tenant, id),
          // one path per check, so that concurrent tasks do not overwrite each other
          UpdateExpression: 'SET checks.#name = :check',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':check': check },
        }),
      );
    },

    async createLivenessSession(session) {
      await client.send(new PutCommand({ TableName: tableName, Item: livenessItem(session) }));
    },

    async getLivenessSession(tenant, sessionId, livenessSessionId) {
      const { Item } = await client.send(
        new GetCommand({
          TableName: tableName,
          Key: livenessSessionKey(tenant, sessionId, livenessSessionId),
          ConsistentRead: true,
        }),
      );
      return Item && livenessSession.parse(Item);
    },

    async listLivenessSessions(tenant, sessionId) {
      const { pk, sk } = livenessSessionKey(tenant, sessionId, '');
      // a session has few attempts, so they fit into one page
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => livenessSession.parse(item)).sort(byCreation);
    },
  };
}

const byCreation = (one: LivenessSession, other: LivenessSession): number =>
  one.created_at.localeCompare(other.created_at);

/** Queries by user if one is given, since that is the smaller list; the other fields are filtered. */
function sessionQuery(tenant: string, { userId, status, type }: SessionFilter) {
  const filters = [
    ...(userId !== undefined && status !== undefined ? [['status', status] as const] : []),
    ...(type !== undefined ? [['type', type] as const] : []),
  ];
  const [index, partition] = userId !== undefined ? ['by-user', userId] : ['by-status', status ?? ''];
  return {
    IndexName: index,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: {
      '#partition': index === 'by-user' ? 'by_user_pk' : 'by_status_pk',
      ...Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ':partition': `${tenant}#${partition}`,
      ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, value])),
    },
    ...(filters.length > 0
      ? { FilterExpression: filters.map(([name]) => `#${name} = :${name}`).join(' AND ') }
      : {}),
  };
}

/** Derives the start key of a page from the last id, so that cursors contain no keys of the table. */
function startKey(
  tenant: string,
  { userId, status }: SessionFilter,
  afterId: string,
): Record<string, unknown> {
  return {
    ...sessionKey(tenant, afterId),
    ...(userId !== undefined
      ? { by_user_pk: `${tenant}#${userId}`, by_user_sk: afterId }
      : { by_status_pk: `${tenant}#${status}`, by_status_sk: afterId }),
  };
}

function toPage(found: readonly VerificationSession[], limit: number): SessionPage {
  const sessions = found.slice(0, limit);
  const lastId = found.length > limit ? sessions.at(-1)?.id : undefined;
  return lastId === undefined ? { sessions } : { sessions, lastId };
}
