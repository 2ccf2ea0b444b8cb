import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../journal.ts';

/** Records of one kind, by key. A change is seen at once and is on disk when its promise resolves. */
export interface Table<T> {
  get(key: string): T | undefined;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface RecordStore {
  /** The table named `name`; asked for twice, it is the same one. */
  table<T>(name: string): Table<T>;
  close(): Promise<void>;
}

interface Change {
  readonly table: string;
  readonly key: string;
  /** Missing where the record was deleted. */
  readonly value?: unknown;
}

/** Below this many lines a journal is not worth rewriting, however much of it is history. */
const COMPACTION_MINIMUM_LINES = 1000;

/**
 * Opens the tables kept in `directory`, which only its owner
 * may enter: they hold password verifiers and client secrets.
 */
export async function openRecordStore(directory: string): Promise<RecordStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const journal = await openJournal<Change>(join(directory, 'records.jsonl'));
  const tables = new Map<string, Map<string, unknown>>();
  const rowsOf = (name: string): Map<string, unknown> => {
    const rows = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, rows);
    return rows;
  };
  for (const { table, key, value } of journal.entries) {
    if (value === undefined) rowsOf(table).delete(key);
    else rowsOf(table).set(key, value);
  }
  const live = [...tables].flatMap(([table, rows]) =>
    [...rows].map(([key, value]): Change => ({ table, key, value })),
  );
  if (journal.entries.length > Math.max(COMPACTION_MINIMUM_LINES, 2 * live.length)) {
    await journal.rewrite(live);
  }

  return {
    table: <T>(name: string): Table<T> => {
      const rows = rowsOf(name) as Map<string, T>;
      return {
        get: (key) => rows.get(key),
        values: () => rows.values(),
        entries: () => rows.entries(),
        put: (key, value) => {
          rows.set(key, value);
          return journal.append({ table: name, key, value });
        },
        delete: async (key) => {
          if (rows.delete(key)) await journal.append({ table: name, key });
        },
      };
    },
    close: () => journal.close(),
  };
}
