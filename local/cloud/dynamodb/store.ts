import { mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ClassicLevel } from 'classic-level';

/** One ordered key-value file on disk: keys are text, values are JSON. */
export type Database = ClassicLevel<string, unknown>;

/** Writes that wait for their commit; `undefined` removes a key. */
export type Writes = Map<string, unknown>;

type Done<T = undefined> = (error: unknown, value?: T) => void;

interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** Opens (or creates) the file in `directory`; fails with a clear message when another process holds it. */
export async function openDatabase(directory: string): Promise<Database> {
  await mkdir(directory, { recursive: true });
  const database: Database = new ClassicLevel(directory, { valueEncoding: 'json' });
  try {
    await database.open();
  } catch (error) {
    throw new Error(`can't open the local DynamoDB in ${directory}: is another local cloud using it?`, {
      cause: error,
    });
  }
  return database;
}

/**
 * Writes all or nothing. What is written survives the death of the process at once, and a power failure once
 * the function of {@link createSync} has resolved.
 */
export async function commit(database: Database, writes: Writes): Promise<void> {
  if (writes.size === 0) return;
  await database.batch(
    [...writes].map(([key, value]) =>
      value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value },
    ),
  );
}

/** Gives a function that resolves when all commits before its call are on disk; calls made together share one sync. */
export function createSync(database: Database): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        // LevelDB syncs its whole log with a write that asks for it
        running = database.put('sync', 0, { sync: true });
        return running;
      });
    return next;
  };
}

/** Names of the parts of the database, as dynalite's actions know them. Table names never hold a `~`. */
export const itemsOf = (table: string): string => `item-${table}~`;
export const indexOf = (scope: string, table: string, index: string): string =>
  `index-${scope.toLowerCase()}~${table}~${index}~`;

/** Text that sorts behind every key with this prefix; dynalite's keys are ASCII. */
export const endOf = (prefix: string): string => `${prefix}\xFF`;

/**
 * The database as dynalite's actions want it: a callback store for each table and index. With `writes`, nothing
 * reaches the disk: the caller commits what an action, or all actions of a transaction, have written, at once.
 */
export function dynaliteStore(
  database: Database,
  tableOf: (name: string) => unknown,
  writes?: Writes,
): object {
  const part = (prefix: string) => partOf(database, prefix, writes);
  return {
    options: STORE_OPTIONS,
    getItemDb: (table: string) => part(itemsOf(table)),
    getIndexDb: (scope: string, table: string, index: string) => part(indexOf(scope, table, index)),
    getTable: (name: string, checkStatus: boolean | Done<unknown>, done?: Done<unknown>) => {
      const answer = typeof checkStatus === 'function' ? checkStatus : done;
      try {
        answer?.(null, tableOf(name));
      } catch (error) {
        answer?.(error);
      }
    },
  };
}

/** An item may have 400 KB (DynamoDB quotas). */
export const STORE_OPTIONS = { maxItemSize: 400 * 1024 };

function partOf(database: Database, prefix: string, writes: Writes | undefined): object {
  const write = (key: string, value: unknown, done: Done): void => {
    if (!writes) throw new Error('a read tried to write');
    writes.set(prefix + key, value);
    done(null);
  };
  return {
    get: (key: string, done: Done<unknown>) => {
      if (writes?.has(prefix + key)) done(null, writes.get(prefix + key));
      else database.get(prefix + key).then((value) => done(null, value), done);
    },
    put: write,
    del: (key: string, done: Done) => write(key, undefined, done),
    createValueStream: (range: Range) => Readable.from(database.values(within(prefix, range))),
    // one writer at a time holds for the whole database, so a lock on one key is always free
    lock: (_key: string, run: (release: (done: Done) => Done) => void) => run((done) => done),
  };
}

/** A range of keys behind a prefix. */
function within(prefix: string, { gt, gte, lt, lte, reverse, limit }: Range) {
  return {
    ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
    ...(lte !== undefined ? { lte: prefix + lte } : { lt: lt === undefined ? endOf(prefix) : prefix + lt }),
    reverse: reverse ?? false,
    limit: limit ?? -1,
  };
}
