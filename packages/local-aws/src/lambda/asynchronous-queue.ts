import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type Journal, openJournal } from '../journal.ts';

/** Lambda waits one minute before the first retry and two before the second, and gives up after that. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** Age at which Lambda gives an event up by default: six hours. */
const MAX_EVENT_AGE_MS = 21_600_000;
/** Finished entries that the journal may hold before it is rewritten. */
const COMPACT_AFTER = 1000;

export interface AsynchronousQueueOptions {
  readonly file: string;
  readonly clock: Clock;
  /** False once the templates no longer have the function: its events are dropped. */
  readonly isThere: (functionArn: string) => boolean;
  readonly invoke: (functionArn: string, payload: string) => Promise<string>;
  /** Called if the journal could not be written; the event is retried at the next start. */
  readonly onFault: (error: unknown) => void;
}

export interface AsynchronousQueue {
  /** Runs what an earlier process accepted and did not finish; called once the functions are known. */
  resume(): void;
  /** Resolves once the event is on disk: from then on it is run at least once. */
  accept(functionArn: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

interface QueuedEvent {
  readonly id: string;
  readonly functionArn: string;
  readonly payload: string;
  readonly acceptedAt: number;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

type Entry = { readonly queued: QueuedEvent } | { readonly done: string };

/** Events of invocations that nobody waits for. */
export async function openAsynchronousQueue(options: AsynchronousQueueOptions): Promise<AsynchronousQueue> {
  const { clock } = options;
  const journal: Journal<Entry> = await openJournal(options.file);
  const pending = new Map<string, QueuedEvent>();
  for (const entry of journal.entries) {
    if ('queued' in entry) pending.set(entry.queued.id, entry.queued);
    else pending.delete(entry.done);
  }
  const closed = new AbortController();
  let finished = journal.entries.length;

  const save = async (event: QueuedEvent): Promise<void> => {
    pending.set(event.id, event);
    await journal.append({ queued: event });
  };
  const finish = async (event: QueuedEvent): Promise<void> => {
    pending.delete(event.id);
    finished += 1;
    if (finished < COMPACT_AFTER) return journal.append({ done: event.id });
    finished = 0;
    await journal.rewrite([...pending.values()].map((queued) => ({ queued })));
  };

  const attempt = async (event: QueuedEvent): Promise<void> => {
    if (!options.isThere(event.functionArn)) return finish(event);
    try {
      await options.invoke(event.functionArn, event.payload);
    } catch {
      // the function itself has logged why
      if (!closed.signal.aborted) await retryOrGiveUp(event);
      return;
    }
    await finish(event);
  };

  const retryOrGiveUp = async (event: QueuedEvent): Promise<void> => {
    const delay = RETRY_DELAYS_MS[event.attempts];
    const gaveUp = delay === undefined || clock.now() + delay - event.acceptedAt > MAX_EVENT_AGE_MS;
    if (gaveUp) return finish(event);
    const retried = { ...event, attempts: event.attempts + 1, dueAt: clock.now() + delay };
    await save(retried);
    run(retried);
  };

  const run = (event: QueuedEvent): void => {
    void (async () => {
      try {
        if (event.dueAt > clock.now()) await clock.sleep(event.dueAt - clock.now(), closed.signal);
        await attempt(event);
      } catch (error) {
        // closed while it waited or ran: the journal still has the event
        if (!closed.signal.aborted) options.onFault(error);
      }
    })();
  };

  return {
    resume: () => {
      for (const event of pending.values()) run(event);
    },
    accept: async (functionArn, payload) => {
      const now = clock.now();
      const event = { id: randomUUID(), functionArn, payload, acceptedAt: now, attempts: 0, dueAt: now };
      await save(event);
      run(event);
    },
    close: async () => {
      closed.abort();
      await journal.close();
    },
  };
}
