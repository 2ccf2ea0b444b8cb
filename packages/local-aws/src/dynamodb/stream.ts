import type { Clock } from '../clock.ts';
import type { Item, TableDescription } from './item.ts';
import { keyOf } from './item.ts';
import { itemBytes } from './item-size.ts';
import { type Database, endOf, itemsOf, type Writes } from './store.ts';
import type { Tables } from './table.ts';

/** A change of one item, as a Lambda function receives it within a record. */
export interface StreamRecord {
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Epoch seconds. */
  readonly ApproximateCreationDateTime: number;
  readonly Keys: Item;
  readonly NewImage?: Item;
  readonly OldImage?: Item;
  /** Digits, as many for each record, so that text and numbers sort alike. */
  readonly SequenceNumber: string;
  readonly SizeBytes: number;
  readonly StreamViewType: string;
}

/** Time for which a stream keeps its records (Developer Guide, "Change data capture"). */
const RETENTION_MS = 24 * 3_600_000;
/** As many digits as AWS's own sequence numbers have at least. */
const SEQUENCE_DIGITS = 21;

/** Name of the part of the database that holds a table's stream. */
export const streamOf = (table: string): string => `stream-${table}~`;
const positionOf = (reader: string): string => `stream-position~${reader}`;

export interface Streams {
  /**
   * Stages a record of every change that is about to be committed to a table with a stream, so that both are
   * written or neither. Call it with no other writer beside it.
   */
  stage(writes: Writes): Promise<void>;
  /** Returns records behind a sequence number, the oldest first. */
  read(table: string, after: string, limit: number): Promise<readonly StreamRecord[]>;
  /** Returns the sequence number of the last record; undefined if there was none. */
  last(table: string): Promise<string | undefined>;
  /** Removes records that are too old. */
  trim(): Promise<void>;
  /** Returns how far a reader has come; undefined for one that has not begun. */
  position(reader: string): Promise<string | undefined>;
  keepPosition(reader: string, sequenceNumber: string): Promise<void>;
}

/** The streams of all tables, each with one shard, in the database of their items. */
export function createStreams(database: Database, tables: Tables, clock: Clock): Streams {
  const lastNumbers = new Map<string, bigint>();

  const last = async (table: string): Promise<string | undefined> => {
    const prefix = streamOf(table);
    const newest = database.keys({ gte: prefix, lt: endOf(prefix), reverse: true, limit: 1 });
    for await (const key of newest) return key.slice(prefix.length);
    return undefined;
  };
  /** Number of the newest record, which may still be about to be committed. */
  const lastNumber = async (table: string): Promise<bigint> => {
    const stored = lastNumbers.has(table) ? 0n : BigInt((await last(table)) ?? 0);
    const newest = lastNumbers.get(table) ?? stored;
    lastNumbers.set(table, newest);
    return newest;
  };
  const nextNumber = async (table: string): Promise<string> => {
    const before = await lastNumber(table);
    // of the time as well: a stream whose records were all trimmed goes on behind its readers' positions
    const now = BigInt(Math.floor(clock.now())) * 1_000_000n;
    const next = before >= now ? before + 1n : now;
    lastNumbers.set(table, next);
    return String(next).padStart(SEQUENCE_DIGITS, '0');
  };

  const stageTable = async (description: TableDescription, viewType: string, writes: Writes) => {
    const prefix = itemsOf(description.TableName);
    for (const [key, value] of [...writes]) {
      if (!key.startsWith(prefix)) continue;
      const before = (await database.get(key)) as Item | undefined;
      const after = value as Item | undefined;
      // a write that changes nothing has no record
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      const SequenceNumber = await nextNumber(description.TableName);
      const record = recordOf(description, viewType, { before, after });
      writes.set(streamOf(description.TableName) + SequenceNumber, {
        ...record,
        ApproximateCreationDateTime: Math.floor(clock.now() / 1000),
        SequenceNumber,
      } satisfies StreamRecord);
    }
  };
  const streamed = () =>
    tables.names().flatMap((name) => {
      const { description, streamViewType } = tables.named(name);
      return streamViewType === undefined ? [] : [{ description, viewType: streamViewType }];
    });

  return {
    last,
    stage: async (writes) => {
      for (const { description, viewType } of streamed()) await stageTable(description, viewType, writes);
    },
    read: async (table, after, limit) => {
      // each reader asks several times per second, and mostly there is nothing new
      if (BigInt(after) >= (await lastNumber(table))) return [];
      const prefix = streamOf(table);
      const records: StreamRecord[] = [];
      for await (const record of database.values({ gt: prefix + after, lt: endOf(prefix), limit }))
        records.push(record as StreamRecord);
      return records;
    },
    trim: async () => {
      const oldest = String(BigInt(Math.floor(clock.now() - RETENTION_MS)) * 1_000_000n);
      for (const { description } of streamed()) {
        const prefix = streamOf(description.TableName);
        await database.clear({ gte: prefix, lt: prefix + oldest.padStart(SEQUENCE_DIGITS, '0') });
      }
    },
    position: async (reader) => (await database.get(positionOf(reader))) as string | undefined,
    keepPosition: (reader, sequenceNumber) => database.put(positionOf(reader), sequenceNumber),
  };
}

const WITH_NEW: readonly string[] = ['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'];
const WITH_OLD: readonly string[] = ['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

interface Change {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

function recordOf(description: TableDescription, viewType: string, { before, after }: Change) {
  const images = {
    ...(after && WITH_NEW.includes(viewType) ? { NewImage: after } : {}),
    ...(before && WITH_OLD.includes(viewType) ? { OldImage: before } : {}),
  };
  const Keys = keyOf(description, after ?? before ?? {});
  const eventName = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
  const SizeBytes = [Keys, ...Object.values(images)].reduce((sum, item) => sum + itemBytes(item), 0);
  return { eventName, Keys, ...images, SizeBytes, StreamViewType: viewType } as const;
}
