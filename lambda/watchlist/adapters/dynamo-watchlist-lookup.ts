import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { watchlistEntryKey } from '../../platform/dynamo-keys.ts';
import { type WatchlistEntry, watchlistEntry } from '../domain/watchlist-entry.ts';
import type { WatchlistEntries } from '../ports/watchlist-entries.ts';

/** Reads an entry of the control table, consistently. */
export async function readWatchlistEntry(
  client: DynamoDBDocumentClient,
  control: string,
  ...key: Parameters<typeof watchlistEntryKey>
): Promise<WatchlistEntry | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: control, Key: watchlistEntryKey(...key), ConsistentRead: true }),
  );
  return Item && watchlistEntry.parse(Item);
}

/** Reads single entries, for searches, which change none. */
export const createDynamoWatchlistLookup = (
  client: DynamoDBDocumentClient,
  control: string,
): Pick<WatchlistEntries, 'get'> => ({
  get: (tenant, listId, id) => readWatchlistEntry(client, control, tenant, listId, id),
});
