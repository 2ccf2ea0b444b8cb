import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SessionType } from '../../kernel/session-type.ts';
import { policyLineKey, policyVersionKey } from '../../platform/dynamo-keys.ts';
import { outboxPut } from '../../platform/dynamo-outbox.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { eventOfActivation, eventsOfVersion } from '../domain/policy-events.ts';
import { type PolicyLine, policyLine, policyVersion } from '../domain/policy-version.ts';
import type { PolicyStore } from '../ports/policy-store.ts';

/** Sort keys of versions begin with it, and so do their limits in a query. */
const VERSIONS = 'version#';

/** Policies in the control table, each with its versions in its own partition; each write is reported. */
export function createDynamoPolicyStore(client: DynamoDBDocumentClient, tableName: string): PolicyStore {
  const get = async (Key: Readonly<Record<string, string>>) =>
    (await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }))).Item;

  /** A write of a line that says which state it follows; the first one follows none. */
  const linePut = (tenant: string, id: SessionType, line: PolicyLine) => ({
    TableName: tableName,
    Item: { ...policyLineKey(tenant, id), ...line },
    ...(line.revision === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'revision = :read',
          ExpressionAttributeValues: { ':read': line.revision - 1 },
        }),
  });

  return {
    async version(tenant, { id, version }) {
      const item = await get(policyVersionKey(tenant, id, version));
      return item && policyVersion.parse(item);
    },

    async line(tenant, id) {
      const item = await get(policyLineKey(tenant, id));
      return item && policyLine.parse(item);
    },

    add: ({ version, line }) =>
      transact(client, [
        { Put: linePut(version.tenant, version.id, line) },
        ...eventsOfVersion({ version, line }).map((event) => outboxPut(tableName, event)),
        {
          Put: {
            TableName: tableName,
            Item: { ...policyVersionKey(version.tenant, version.id, version.version), ...version },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]),

    save: (tenant, id, line) =>
      transact(client, [
        { Put: linePut(tenant, id, line) },
        outboxPut(tableName, eventOfActivation(tenant, id, line)),
      ]),

    async list(tenant, id, limit, before) {
      const first = policyVersionKey(tenant, id, 0);
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :versions)',
          ExpressionAttributeValues: { ':pk': first.pk, ':versions': VERSIONS },
          ScanIndexForward: false,
          Limit: limit,
          ConsistentRead: true,
          ...(before === undefined ? {} : { ExclusiveStartKey: policyVersionKey(tenant, id, before) }),
        }),
      );
      return Items.map((item) => policyVersion.parse(item));
    },
  };
}
