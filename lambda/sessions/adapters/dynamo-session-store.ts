import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { settingFrom, unlessRefused, wasWritten } from '../../platform/dynamo-expressions.ts';
import { epochSeconds, livenessSessionKey, sessionKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { type LivenessSession, livenessSession } from '../domain/liveness-session.ts';
import { TRANSITIONS } from '../domain/session-status.ts';
import { type VerificationSession, verificationSession } from '../domain/verification-session.ts';
import type { SessionFilter, SessionPage, SessionStore } from '../ports/session-store.ts';

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

    async create(session) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: sessionItem(session),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    },

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

    async transition(tenant, id, transition, changes) {
      const { from, to } = TRANSITIONS[transition];
      const updated = await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: sessionKey(tenant, id),
            ...settingFrom(from, { ...changes, status: to, by_status_pk: `${tenant}#${to}` }),
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return updated && verificationSession.parse(updated.Attributes);
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

    async consumeLivenessSession({ livenessSession: used, session, failuresBefore }) {
      const { status, selfie, decision, liveness_failures, checks, tenant, id } = session;
      const update = settingFrom(TRANSITIONS.exhaust_attempts.from, {
        status,
        by_status_pk: `${tenant}#${status}`,
        liveness_failures,
        checks,
        ...(selfie ? { selfie } : {}),
        ...(decision ? { decision } : {}),
      });
      return transact(client, [
        {
          Put: {
            TableName: tableName,
            Item: livenessItem(used),
            ConditionExpression: '#status = :created',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':created': 'created' satisfies LivenessSession['status'] },
          },
        },
        {
          Update: {
            TableName: tableName,
            Key: sessionKey(tenant, id),
            ...update,
            ConditionExpression: `${update.ConditionExpression} AND liveness_failures = :before AND attribute_not_exists(selfie)`,
            ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':before': failuresBefore },
          },
        },
      ]);
    },
  };
}

const byCreation = (one: LivenessSession, other: LivenessSession): number =>
  one.created_at.localeCompare(other.created_at);

const sessionItem = (session: VerificationSession) => ({
  ...session,
  ...sessionKey(session.tenant, session.id),
  by_user_pk: `${session.tenant}#${session.user_id}`,
  by_user_sk: session.id,
  by_status_pk: `${session.tenant}#${session.status}`,
  by_status_sk: session.id,
  expires_at_epoch_seconds: epochSeconds(new Date(session.retained_until)),
});

const livenessItem = (session: LivenessSession) => ({
  ...session,
  ...livenessSessionKey(session.tenant, session.verification_session_id, session.id),
  expires_at_epoch_seconds: epochSeconds(new Date(session.retained_until)),
});

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
