import type { Clock } from '../clock.ts';
import { openJournal } from '../journal.ts';

/**
 * Telemetry may lose its last second in a crash; a sync
 * for every line would slow down what is being observed.
 */
const FLUSH_INTERVAL_MS = 1000;

export interface BufferedJournal<T> {
  /** Content of the file when it was opened, oldest first. */
  readonly entries: readonly T[];
  /** Says that there is something to collect. */
  changed(): void;
  close(): Promise<void>;
}

export interface BufferedJournalOptions<T> {
  readonly file: string;
  readonly clock: Clock;
  /** Gives what has come since the last call: it is written next. */
  readonly collect: () => readonly T[];
  /** Entries written before the file is replaced by what `snapshot` gives: this is what bounds it. */
  readonly entriesPerSnapshot: number;
  readonly snapshot: () => readonly T[];
  /**
   * Called if the file could not be written: that content is lost, and the next write is tried again.
   */
  readonly onFault: (fault: unknown) => void;
}

/** A journal for what nobody waits for: written once a second, bounded in size. */
export async function openBufferedJournal<T>(
  options: BufferedJournalOptions<T>,
): Promise<BufferedJournal<T>> {
  const journal = await openJournal<T>(options.file);
  const closed = new AbortController();
  let sinceSnapshot = journal.entries.length;
  let flushing: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    const entries = options.collect();
    sinceSnapshot += entries.length;
    if (sinceSnapshot <= options.entriesPerSnapshot) return journal.append(...entries);
    sinceSnapshot = 0;
    return journal.rewrite(options.snapshot());
  };

  const flushSoon = async (): Promise<void> => {
    try {
      await options.clock.sleep(FLUSH_INTERVAL_MS, closed.signal);
    } catch {
      // closing: what is buffered is written now
    }
    flushing = undefined;
    if (!closed.signal.aborted) await flush().catch(options.onFault);
  };

  return {
    entries: journal.entries,
    changed: () => {
      if (!closed.signal.aborted) flushing ??= flushSoon();
    },
    close: async () => {
      closed.abort();
      await flushing;
      await flush();
      await journal.close();
    },
  };
}
