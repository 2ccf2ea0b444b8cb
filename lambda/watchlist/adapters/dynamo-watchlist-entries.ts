import { DeleteCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { generationsUnchanged } from '../../collections/adapters/dynamo-generation-registry.ts';
import { FACE_STATE, STATE } from '../../enrollment/adapters/dynamo-claim-items.ts';
import {
  type MappingTables,
  mappingDeletes,
  mappingPuts,
} from '../../enrollment/adapters/dynamo-mapping-writes.ts';
import type { WatchlistFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import { ownerKey } from '../../kernel/face-owner.ts';
import { newestFirst } from '../../platform/dynamo-expressions.ts';
import { faceKey, watchlistDueKey, watchlistEntryKey } from '../../platform/dynamo-keys.ts';
import { transact } from '../../platform/dynamo-transaction.ts';
import { ownerOfEntry, type WatchlistEntry, watchlistEntry } from '../domain/watchlist-entry.ts';
import type { WatchlistEntries } from '../ports/watchlist-entries.ts';
import { readWatchlistEntry } from './dynamo-watchlist-lookup.ts';

/** Entries in the control table: one partition per list, and one per tenant of those that will be due. */
export function createDynamoWatchlistEntries(
  client: DynamoDBDocumentClient,
  tables: MappingTables,
): WatchlistEntries {
  const { control } = tables;
  const keyOf = ({ tenant, list_id, id }: WatchlistEntry) => watchlistEntryKey(tenant, list_id, id);
  const dueKeyOf = (entry: WatchlistEntry) =>
    entry.due_at === undefined
      ? []
      : [watchlistDueKey(entry.tenant, entry.due_at, { list_id: entry.list_id, id: entry.id })];
  const putDue = (entry: WatchlistEntry) =>
    dueKeyOf(entry).map((key) => ({
      Put: { TableName: control, Item: { ...key, list_id: entry.list_id, id: entry.id } },
    }));
  const changes = (before: WatchlistEntry, after: WatchlistEntry) => [
    {
      Put: {
        TableName: control,
        Item: { ...after, ...keyOf(after) },
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': before.revision },
      },
    },
    ...(before.due_at === after.due_at
      ? []
      : [...dueKeyOf(before).map((Key) => ({ Delete: { TableName: control, Key } })), ...putDue(after)]),
  ];
  const get: WatchlistEntries['get'] = (tenant, listId, id) =>
    readWatchlistEntry(client, control, tenant, listId, id);
  return {
    get,

    async add(entry) {
      const Put = {
        TableName: control,
        Item: { ...entry, ...keyOf(entry) },
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      if (!(await transact(client, [{ Put }, ...putDue(entry)])))
        throw new Error(`watchlist entry ${entry.id} exists already`);
    },

    async list(tenant, listId, limit, afterId) {
      const key = (id: string) => watchlistEntryKey(tenant, listId, id);
      const { items, ...page } = await newestFirst(client, control, key, { limit, afterId });
      return { entries: items.map((item) => watchlistEntry.parse(item)), ...page };
    },

    async listDue(tenant, now, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: control,
          KeyConditionExpression: 'pk = :pk AND sk <= :now',
          ExpressionAttributeValues: {
            ':pk': watchlistDueKey(tenant, '', { list_id: '', id: '' }).pk,
            // sorts after every entry that is due at this very moment
            ':now': `${now.toISOString()}~`,
          },
          Limit: limit,
        }),
      );
      const found = await Promise.all(
        Items.map(({ list_id, id }) => get(tenant, String(list_id), String(id))),
      );
      return found.filter((entry) => entry !== undefined);
    },

    save: (before, after) => transact(client, changes(before, after)),

    activate(before, after, mappings, generationsRevision) {
      const { tenant } = after;
      const owner = ownerKey(ownerOfEntry(after));
      return transact(client, [
        ...changes(before, after),
        ...mappings.map((mapping) => ({
          Update: {
            TableName: control,
            Key: faceKey(tenant, mapping.face_id),
            UpdateExpression: 'SET #state = :mapped, user_id = :owner, session_id = :entry',
            // a reconciliation may have revoked it before it was recorded
            ConditionExpression: 'attribute_not_exists(#state)',
            ExpressionAttributeNames: STATE,
            ExpressionAttributeValues: {
              ':mapped': FACE_STATE.mapped,
              ':owner': owner,
              ':entry': after.id,
            },
          },
        })),
        ...mappingPuts(tables, mappings),
        generationsUnchanged(control, tenant, owner, generationsRevision),
      ]);
    },

    async unmap(mappings: readonly WatchlistFaceMapping[]) {
      await transact(client, [
        ...mappingDeletes(tables, mappings),
        ...mappings.map(({ tenant, face_id }) => ({
          Delete: { TableName: control, Key: faceKey(tenant, face_id) },
        })),
      ]);
    },

    async remove(entry) {
      await client.send(new DeleteCommand({ TableName: control, Key: keyOf(entry) }));
      // last: an interrupted removal is found by it again
      for (const Key of dueKeyOf(entry)) await client.send(new DeleteCommand({ TableName: control, Key }));
    },
  };
}
