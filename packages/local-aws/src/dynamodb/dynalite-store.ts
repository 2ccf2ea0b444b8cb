import { Readable } from 'node:stream';
import db from 'dynalite/db/index.js';
import { entryKey, indexesOf, stageIndexEntries } from './index-entries.ts';
import type { Item, Key, TableDescription } from './item.ts';
import { type Database, endOf, indexOf, itemsOf, type KeyRange, type Writes } from './store.ts';

type Done<T = undefined> = (error: unknown, value?: T) => void;

/** An item may have 400 KB (DynamoDB quotas). */
export const STORE_OPTIONS = { maxItemSize: 400 * 1024 };

export interface DynaliteStoreOptions {
  /** Throws ResourceNotFoundException. */
  readonly tableOf: (name: string) => TableDescription;
  /** Where writes go; without it the store is for reading. */
  readonly writes?: Writes;
  /** The key that a query or scan starts behind. */
  readonly exclusiveStartKey?: Key | undefined;
}

/**
 * The database as dynalite's actions want it: a callback store for each table and index. Nothing that is
 * written here reaches the disk: the caller commits what an action, or all actions of a transaction, have
 * staged, at once.
 */
export function dynaliteStore(database: Database, options: DynaliteStoreOptions): object {
  const { tableOf } = options;
  return {
    options: STORE_OPTIONS,
    getItemDb: (table: string) => itemPart(database, tableOf(table), options.writes),
    getIndexDb: (scope: string, table: string, index: string) =>
      indexPart(database, tableOf(table), indexOf(scope, table, index), options.exclusiveStartKey),
    getTable: (name: string, checkStatus: boolean | Done<unknown>, done?: Done<unknown>) => {
      const answer = typeof checkStatus === 'function' ? checkStatus : done;
      let table: TableDescription;
      try {
        table = tableOf(name);
      } catch (error) {
        answer?.(error);
        return;
      }
      answer?.(null, table);
    },
  };
}

/** The items of a table. An action reads an item before it writes it, which shows its index entries. */
function itemPart(database: Database, table: TableDescription, writes: Writes | undefined): object {
  const prefix = itemsOf(table.TableName);
  const before = new Map<string, Item | undefined>();
  const write = (key: string, item: Item | undefined, done: Done): void => {
    if (!writes || !before.has(key)) throw new Error('an action wrote an item that it has not read');
    stageIndexEntries(table, before.get(key), item, writes);
    writes.set(prefix + key, item);
    done(null);
  };
  return {
    get: (key: string, done: Done<unknown>) => {
      database.get(prefix + key).then(
        (item) => {
          before.set(key, item as Item | undefined);
          done(null, item);
        },
        (error: unknown) => done(error),
      );
    },
    put: write,
    del: (key: string, done: Done) => write(key, undefined, done),
    createValueStream: (range: KeyRange) => valuesOf(database, prefix, range),
    // one writer at a time holds for the whole database, so a lock on one key is always free
    lock: (_key: string, run: (release: (done: Done) => Done) => void) => run((done) => done),
  };
}

/** An index, for reading: its entries are written together with the items. */
function indexPart(
  database: Database,
  table: TableDescription,
  prefix: string,
  exclusiveStartKey: Key | undefined,
): object {
  const index = indexesOf(table).find((placed) => placed.prefix === prefix)?.index;
  const leaveToItems = (...args: readonly unknown[]): void => (args.at(-1) as Done)(null);
  return {
    put: leaveToItems,
    del: leaveToItems,
    createValueStream: ({ gt, lt, ...range }: KeyRange) => {
      // dynalite starts behind its own key of an entry, which several entries can share
      const exact = (bound: string | undefined): string | undefined =>
        index && exclusiveStartKey && bound === db.createIndexKey(exclusiveStartKey, table, index.KeySchema)
          ? entryKey(table, index, exclusiveStartKey)
          : bound;
      const [after, until] = [exact(gt), exact(lt)];
      return valuesOf(database, prefix, {
        ...range,
        ...(after === undefined ? {} : { gt: after }),
        ...(until === undefined ? {} : { lt: until }),
      });
    },
  };
}

/** The values of a range of keys behind a prefix. */
function valuesOf(
  database: Database,
  prefix: string,
  { gt, gte, lt, lte, reverse, limit }: KeyRange,
): Readable {
  return Readable.from(
    database.values({
      ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
      ...(lte !== undefined ? { lte: prefix + lte } : { lt: lt === undefined ? endOf(prefix) : prefix + lt }),
      reverse: reverse ?? false,
      limit: limit ?? -1,
    }),
  );
}
