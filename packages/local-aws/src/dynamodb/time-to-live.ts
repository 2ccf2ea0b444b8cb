import { act } from './dynalite.ts';
import { dynaliteStore } from './dynalite-store.ts';
import type { Engine } from './engine.ts';
import { type Item, keyOf } from './item.ts';
import { endOf, itemsOf } from './store.ts';
import type { Table } from './table.ts';

/**
 * Items whose time passed longer ago than this are kept: it is taken for a mistake (Developer Guide, TTL).
 */
const OLDEST_EXPIRY_SECONDS = 5 * 365 * 24 * 60 * 60;
/** Expired items that are removed in one commit; between commits, others may write. */
const REMOVALS_PER_COMMIT = 25;

/** Removes every item whose time has passed by the engine's clock. */
export async function removeExpiredItems(engine: Engine): Promise<void> {
  for (const name of engine.tables.names()) {
    const table = engine.tables.get(name);
    if (table?.timeToLiveAttribute === undefined) continue;
    let expired: Item[] = [];
    const items = itemsOf(name);
    for await (const item of engine.database.values({ gte: items, lt: endOf(items) })) {
      if (!isExpired(engine, table, item as Item)) continue;
      expired.push(item as Item);
      if (expired.length < REMOVALS_PER_COMMIT) continue;
      await remove(engine, table, expired);
      expired = [];
    }
    await remove(engine, table, expired);
  }
}

async function remove(engine: Engine, table: Table, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  const { description } = table;
  await engine.write(async (writes) => {
    const store = dynaliteStore(engine.database, { tableOf: engine.tables.description, writes });
    for (const item of items) {
      const request = { TableName: description.TableName, Key: keyOf(description, item) };
      // the item may have been written again since it was found
      const { Item: now } = await act('GetItem', store, request);
      if (now && isExpired(engine, table, now as Item)) await act('DeleteItem', store, request);
    }
  });
}

function isExpired({ clock }: Engine, { timeToLiveAttribute }: Table, item: Item): boolean {
  const seconds = timeToLiveAttribute === undefined ? undefined : item[timeToLiveAttribute]?.N;
  if (seconds === undefined) return false;
  const now = clock.now() / 1000;
  return Number(seconds) < now && Number(seconds) > now - OLDEST_EXPIRY_SECONDS;
}
