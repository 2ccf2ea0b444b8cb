import type { Clock } from '../clock.ts';
import { openJournal } from '../journal.ts';

/** Telemetry may lose its last second in a crash; a sync for every line would slow down what is being observed. */
const FLUSH_INTERVAL_MS = 1000;

export interface BufferedJournal<T> {
  /** What the file held when it was opened, oldest first. */
  readonly entries: readonly T[];
  add(entry: T): void;
  close(): Promise<void>;
}

export interface BufferedJournalOptions<T> {
  readonly file: string;
  readonly clock: Clock;
  /** Entries after which the file is replaced by what `snapshot` gives: this is what bounds it. */
  readonly maxEntries: number;
  readonly snapshot: () => readonly T[];
}

/** A journal for what nobody waits for: written once a second, bounded in size. */
export async function openBufferedJournal<T>(
  options: BufferedJournalOptions<T>,
): Promise<BufferedJournal<T>> {
  const journal = await openJournal<T>(options.file);
  const closed = new AbortController();
  let buffer: T[] = [];
  let stored = journal.entries.length;
  let flushing: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    const entries = buffer;
    buffer = [];
    if (stored + entries.length > options.maxEntries) {
      const snapshot = options.snapshot();
      stored = snapshot.length;
      await journal.rewrite(snapshot);
    } else {
      stored += entries.length;
      await journal.append(...entries);
    }
  };

  const flushSoon = async (): Promise<void> => {
    try {
      await options.clock.sleep(FLUSH_INTERVAL_MS, closed.signal);
    } catch {
      // closing: what is buffered is written now
    }
    flushing = undefined;
    if (!closed.signal.aborted) await flush();
  };

  return {
    entries: journal.entries,
    add: (entry) => {
      if (closed.signal.aborted) return;
      buffer.push(entry);
      flushing ??= flushSoon();
    },
    close: async () => {
      closed.abort();
      await flushing;
      await flush();
      await journal.close();
    },
  };
}
