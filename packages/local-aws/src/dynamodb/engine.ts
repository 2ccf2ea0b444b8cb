import type { Clock } from '../clock.ts';
import type { InFlight } from './in-flight.ts';
import { commit, createSync, type Database, type Writes } from './store.ts';
import type { Streams } from './stream.ts';
import type { Tables } from './table.ts';

/** Dependencies of every operation. */
export interface Engine {
  readonly database: Database;
  readonly tables: Tables;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly inFlight: InFlight;
  readonly streams: Streams;
  /** How long a transaction holds its items before it is carried out, in milliseconds. */
  readonly transactionMs: number;
  /**
   * Runs `work` with no other writer beside it and commits what it has staged in one atomic step, which is on
   * disk when this resolves. When `work` throws, nothing is written.
   */
  write<T>(work: (writes: Writes) => Promise<T>): Promise<T>;
  /** Runs a read that must not see half of what others write. */
  isolated<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for the writes under way and closes the database. */
  close(): Promise<void>;
}

export function createEngine(parts: Omit<Engine, 'write' | 'isolated' | 'close'>): Engine {
  let tail: Promise<unknown> = Promise.resolve();
  const isolated = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  };
  const synced = createSync(parts.database);
  const underWay = new Set<Promise<unknown>>();
  const write = async <T>(work: (writes: Writes) => Promise<T>): Promise<T> => {
    const writes: Writes = new Map();
    const result = await isolated(async () => {
      const output = await work(writes);
      await parts.streams.stage(writes);
      await commit(parts.database, writes);
      parts.tables.committed(writes);
      return output;
    });
    if (writes.size > 0) await synced();
    return result;
  };
  return {
    ...parts,
    isolated,
    write: (work) => {
      const done = write(work);
      underWay.add(done);
      const finished = () => underWay.delete(done);
      done.then(finished, finished);
      return done;
    },
    close: async () => {
      await Promise.allSettled(underWay);
      await parts.database.close();
    },
  };
}
