import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';

export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

type Write =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

/** One ordered key-value store, a file on disk but for tests: keys are text, values are JSON. */
export interface Database {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown, options?: { readonly sync?: boolean }): Promise<void>;
  /** Writes all or nothing. */
  batch(writes: Write[]): Promise<void>;
  clear(range: KeyRange): Promise<void>;
  keys(range: KeyRange): AsyncIterable<string>;
  values(range: KeyRange): AsyncIterable<unknown>;
  iterator(range: KeyRange): AsyncIterable<[string, unknown]>;
  close(): Promise<void>;
}

/** Writes that wait for their commit; `undefined` removes a key. */
export type Writes = Map<string, unknown>;

/** Opens (or creates) the file in `directory`; fails with a clear message when another process holds it. */
export async function openDatabase(directory: string): Promise<Database> {
  await mkdir(directory, { recursive: true });
  const database = new ClassicLevel<string, unknown>(directory, { valueEncoding: 'json' });
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

/**
 * Gives a function that resolves when all commits before
 * its call are on disk; calls made together share one sync.
 */
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
