import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { epochSeconds, openSessionsKey } from '../../platform/dynamo-keys.ts';
import { NO_OPEN_SESSIONS, openSessions } from '../domain/open-sessions.ts';
import type { OpenSessionsChange, OpenSessionsStore } from '../ports/open-sessions-store.ts';

/** Open sessions in the sessions table, one row per user and one per device. */
export const createDynamoOpenSessions = (
  client: DynamoDBDocumentClient,
  tableName: string,
): OpenSessionsStore => ({
  async get(tenant, opener) {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: openSessionsKey(tenant, opener), ConsistentRead: true }),
    );
    return Item ? openSessions.parse(Item) : NO_OPEN_SESSIONS;
  },
});

/** Part of a transaction that writes an opener's sessions; it fails if another writer came first. */
export const openSessionsPut = (table: string, { tenant, opener, open }: OpenSessionsChange) => ({
  Put: {
    TableName: table,
    Item: {
      ...openSessionsKey(tenant, opener),
      ...open,
      revision: open.revision + 1,
      expires_at_epoch_seconds: Math.max(
        ...open.sessions.map(({ expires_at }) => epochSeconds(new Date(expires_at))),
      ),
    },
    // time to live may have deleted the row since it was read
    ConditionExpression: 'attribute_not_exists(pk) OR revision = :revision',
    ExpressionAttributeValues: { ':revision': open.revision },
  },
});
