import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settingFrom, wasWritten } from '../../platform/dynamo-expressions.ts';
import { livenessSessionKey, sessionKey } from '../../platform/dynamo-keys.ts';
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

    setInterruption: (tenant, id, interruption) =>
      wasWritten(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: sessionKey(tenant, id),
            ...settingFrom(TRANSITIONS.cancel.from, { interruption }),
          }),
        ),
      ),

    async recordCheck(tenant, id, name, check, run) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: sessionKey(tenant, id),
            // one path per check, so that concurrent tasks do not overwrite each other
            UpdateExpression: 'SET checks.#name = :check',
            ConditionExpression:
              run === undefined ? 'attribute_exists(pk) AND attribute_not_exists(runs)' : 'runs = :run',
            ExpressionAttributeNames: { '#name': name },
            ExpressionAttributeValues: { ':check': check, ...(run === undefined ? {} : { ':run': run }) },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
      } catch (error) {
        // the session is in a later run
        if (!(error instanceof ConditionalCheckFailedException && error.Item)) throw error;
      }
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

/** The index that a filter reads: by user if one is given, since that is the smaller list. */
function indexOf(tenant: string, { userId, status }: SessionFilter) {
  if (userId !== undefined) return { name: 'by-user', key: 'by_user', partition: `${tenant}#${userId}` };
  return { name: 'by-status', key: 'by_status', partition: `${tenant}#${status}` };
}

/** Queries an index; the fields that it does not have are filtered. */
function sessionQuery(tenant: string, filter: SessionFilter) {
  const { status, type, livemode } = filter;
  const { name, key, partition } = indexOf(tenant, filter);
  const filters = [
    ...(name !== 'by-status' && status !== undefined ? [['status', status] as const] : []),
    ...(type !== undefined ? [['type', type] as const] : []),
    // rows of earlier releases lack it, and were all live
    ...(livemode !== undefined ? [['livemode', false] as const] : []),
  ];
  return {
    IndexName: name,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: {
      '#partition': `${key}_pk`,
      ...Object.fromEntries(filters.map(([field]) => [`#${field}`, field])),
    },
    ExpressionAttributeValues: {
      ':partition': partition,
      ...Object.fromEntries(filters.map(([field, value]) => [`:${field}`, value])),
    },
    ...(filters.length > 0
      ? { FilterExpression: filters.map(([field]) => conditionOn(field, livemode)).join(' AND ') }
      : {}),
  };
}

/** A session is live unless its row says that it is not. */
const conditionOn = (field: string, livemode: boolean | undefined): string =>
  field === 'livemode' && livemode
    ? '(attribute_not_exists(#livemode) OR #livemode <> :livemode)'
    : `#${field} = :${field}`;

/** Derives the start key of a page from the last id, so that cursors contain no keys of the table. */
function startKey(tenant: string, filter: SessionFilter, afterId: string): Record<string, unknown> {
  const { key, partition } = indexOf(tenant, filter);
  return { ...sessionKey(tenant, afterId), [`${key}_pk`]: partition, [`${key}_sk`]: afterId };
}

function toPage(found: readonly VerificationSession[], limit: number): SessionPage {
  const sessions = found.slice(0, limit);
  const lastId = found.length > limit ? sessions.at(-1)?.id : undefined;
  return lastId === undefined ? { sessions } : { sessions, lastId };
}
