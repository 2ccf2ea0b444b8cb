import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type Journal, openJournal } from '../journal.ts';
import type { AsynchronousConfig } from './function-config.ts';
import { FunctionError } from './function-error.ts';

/** Lambda waits one minute before the first retry and two before the second. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** Finished entries that the journal may hold before it is rewritten. */
const COMPACT_AFTER = 1000;

export interface AsynchronousQueueOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Undefined once the templates no longer have the function: its events are dropped. */
  readonly configOf: (functionArn: string) => AsynchronousConfig | undefined;
  readonly invoke: (functionArn: string, payload: string) => Promise<string>;
  /** Sends an invocation record to a destination, or the event itself to a dead-letter queue. */
  readonly deliver: (targetArn: string, payload: unknown) => Promise<void>;
  /** Called if a destination could not be reached; the event is retried at the next start. */
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
    const config = options.configOf(event.functionArn);
    if (!config) return finish(event);
    let result: string;
    try {
      result = await options.invoke(event.functionArn, event.payload);
    } catch (error) {
      if (!closed.signal.aborted) await retryOrGiveUp(event, config, error);
      return;
    }
    if (config.onSuccessArn) {
      await options.deliver(config.onSuccessArn, record(event, 'Success', JSON.parse(result)));
    }
    await finish(event);
  };

  const retryOrGiveUp = async (
    event: QueuedEvent,
    config: AsynchronousConfig,
    error: unknown,
  ): Promise<void> => {
    const attempts = event.attempts + 1;
    const delay = RETRY_DELAYS_MS[event.attempts] ?? RETRY_DELAYS_MS.at(-1) ?? 0;
    const expired = clock.now() + delay - event.acceptedAt > config.maxEventAgeMs;
    if (attempts <= config.maxRetries && !expired) {
      const retried = { ...event, attempts, dueAt: clock.now() + delay };
      await save(retried);
      run(retried);
      return;
    }
    if (config.onFailureArn) {
      const condition = expired ? 'EventAgeExceeded' : 'RetriesExhausted';
      const payload = error instanceof FunctionError ? error : { errorMessage: String(error) };
      await options.deliver(config.onFailureArn, record({ ...event, attempts }, condition, payload));
    }
    if (config.deadLetterArn) await options.deliver(config.deadLetterArn, JSON.parse(event.payload));
    await finish(event);
  };

  const run = (event: QueuedEvent): void => {
    void (async () => {
      try {
        if (event.dueAt > clock.now()) await clock.sleep(event.dueAt - clock.now(), closed.signal);
        await attempt(event);
      } catch (error) {
        // closed while it waited or ran, or its destination refused: the journal still has the event
        if (!closed.signal.aborted) options.onFault(error);
      }
    })();
  };

  const record = (event: QueuedEvent, condition: string, responsePayload: unknown): unknown => ({
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: {
      requestId: event.id,
      functionArn: `${event.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: Math.max(1, event.attempts),
    },
    requestPayload: JSON.parse(event.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload,
  });

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
