import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** Requests that a poller sends to the queue. */
export type PollerAction = 'ReceiveMessage' | 'DeleteMessage';

export interface PollOptions {
  /** Messages that the handler is given at once, at most. */
  readonly batchSize: number;
  /** How long a batch that isn't full waits for more, from its first message on. */
  readonly batchingWindowSeconds?: number;
  /** Ends the polling: the batch being handled is finished first. */
  readonly signal: AbortSignal;
  /** Called with every request that was refused; the queue keeps the messages. */
  readonly onRefused: (error: AwsError) => void;
}

interface Poller extends PollOptions {
  readonly clock: Clock;
  /** @throws AwsError for a request that the poller's role may not send. */
  readonly authorize: (action: PollerAction) => void;
}

/** Messages that one receive gives at most. */
const MAX_MESSAGES_PER_RECEIVE = 10;

/** The longest that a receive may wait. */
const LONG_POLL_SECONDS = 20;

/** Time after which a refused receive is sent again: the policies of a role may depend on the time. */
const RETRY_REFUSED_MS = 60_000;

/**
 * Receives from a queue until the signal is aborted, as an event source mapping does: `handle` gets a batch
 * and gives the ids of the messages that it failed. Those, or all of them when it rejects, are seen again
 * after their visibility time-out; the rest are deleted.
 */
export async function pollQueue(
  queue: Queue,
  poller: Poller,
  handle: (messages: readonly Message[]) => Promise<readonly string[]>,
): Promise<void> {
  const { signal, clock } = poller;
  while (!signal.aborted) {
    if (!isAllowed(poller, 'ReceiveMessage')) {
      await clock.sleep(RETRY_REFUSED_MS, signal).catch(() => undefined);
      continue;
    }
    const batch = await receiveBatch(queue, poller);
    if (batch.length === 0) continue;
    const failed = new Set(await handle(batch).catch(() => batch.map(({ id }) => id)));
    const done = batch.filter(({ id }) => !failed.has(id));
    if (done.length === 0 || !isAllowed(poller, 'DeleteMessage')) continue;
    await Promise.all(done.map(({ receiptHandle = '' }) => queue.remove(receiptHandle)));
  }
}

function isAllowed({ authorize, onRefused }: Poller, action: PollerAction): boolean {
  try {
    authorize(action);
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    onRefused(error);
    return false;
  }
}

async function receiveBatch(queue: Queue, options: Poller): Promise<readonly Message[]> {
  const { batchSize, batchingWindowSeconds = 0, signal, clock } = options;
  const receive = (missing: number, waitSeconds: number) =>
    queue.receive({ maxMessages: Math.min(missing, MAX_MESSAGES_PER_RECEIVE), waitSeconds, signal });
  const batch = [...(await receive(batchSize, LONG_POLL_SECONDS))];
  const windowEnd = clock.now() + batchingWindowSeconds * 1000;
  while (batch.length > 0 && batch.length < batchSize && clock.now() < windowEnd && !signal.aborted)
    batch.push(...(await receive(batchSize - batch.length, (windowEnd - clock.now()) / 1000)));
  return batch;
}
