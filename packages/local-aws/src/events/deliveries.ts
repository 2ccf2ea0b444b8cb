import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.ts';
import { type Journal, openJournal } from '../journal.ts';
import type { Target } from './target.ts';

/** One event on its way to one target. Times are milliseconds since the epoch. */
interface Delivery {
  readonly id: string;
  readonly target: Target;
  readonly payload: unknown;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly nextAt: number;
}

type Line = { readonly put: Delivery } | { readonly done: string };

/** EventBridge's default retry policy: a day, 185 times. */
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/**
 * Seconds between attempts: doubled each time, up to this.
 * AWS doesn't say its own; a laptop's targets come back soon.
 */
const MAX_RETRY_DELAY_SECONDS = 60;

/** A journal with so many lines more than deliveries under way is written anew. */
const SPARE_LINES = 1000;

export interface DeliveriesOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Rejects when the target didn't take it. */
  readonly deliver: (targetArn: string, payload: unknown, target: Target) => Promise<void>;
  /** Called on a fault of the emulator itself, such as a full disk: the delivery waits for the next start. */
  readonly onFault: (fault: Error) => void;
}

/** Brings events to targets, each at least once, also over kill -9. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #journal: Journal<Line>;
  readonly #pending = new Map<string, Delivery>();
  readonly #working = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #started = false;
  #lines = 0;

  private constructor(options: DeliveriesOptions, journal: Journal<Line>) {
    this.#options = options;
    this.#journal = journal;
    for (const line of journal.entries) this.#remember(line);
    // everything that sleeps listens; Node takes more than ten for a leak
    setMaxListeners(0, this.#closing.signal);
  }

  static async open(options: DeliveriesOptions): Promise<Deliveries> {
    return new Deliveries(options, await openJournal<Line>(options.file));
  }

  /** Begins to deliver, with what a former process left over. */
  start(): void {
    this.#started = true;
    for (const delivery of this.#pending.values()) this.#begin(delivery);
  }

  /** Resolves when all are on disk; they are delivered afterwards. */
  async accept(events: readonly { readonly target: Target; readonly payload: unknown }[]): Promise<void> {
    if (events.length === 0) return;
    const acceptedAt = this.#options.clock.now();
    const deliveries = events.map(
      (event): Delivery => ({ ...event, id: randomUUID(), acceptedAt, attempts: 0, nextAt: acceptedAt }),
    );
    await this.#append(...deliveries.map((put) => ({ put })));
    if (this.#started) for (const delivery of deliveries) this.#begin(delivery);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#working);
    await this.#journal.close();
  }

  #begin(delivery: Delivery): void {
    const working = this.#work(delivery).catch((fault: Error) => {
      if (!this.#closing.signal.aborted) this.#options.onFault(fault);
    });
    this.#working.add(working);
    void working.finally(() => this.#working.delete(working));
  }

  async #work(first: Delivery): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#closing;
    for (let delivery = first; ; ) {
      if (delivery.nextAt > clock.now()) await clock.sleep(delivery.nextAt - clock.now(), signal);
      signal.throwIfAborted();
      if (await this.#attempt(delivery.target.Arn, delivery)) return this.#append({ done: delivery.id });
      const attempts = delivery.attempts + 1;
      const seconds = Math.min(2 ** attempts, MAX_RETRY_DELAY_SECONDS);
      delivery = { ...delivery, attempts, nextAt: clock.now() + seconds * 1000 };
      if (isGivenUp(delivery)) return this.#giveUp(delivery);
      await this.#append({ put: delivery });
    }
  }

  async #attempt(targetArn: string, { payload, target }: Delivery): Promise<boolean> {
    try {
      await this.#options.deliver(targetArn, payload, target);
      return true;
    } catch {
      return false;
    }
  }

  /** To the dead-letter queue, if the target has one; what can't even go there is lost, as in AWS. */
  async #giveUp(delivery: Delivery): Promise<void> {
    const deadLetterArn = delivery.target.DeadLetterConfig?.Arn;
    if (deadLetterArn !== undefined) await this.#attempt(deadLetterArn, delivery);
    await this.#append({ done: delivery.id });
  }

  async #append(...lines: readonly Line[]): Promise<void> {
    for (const line of lines) this.#remember(line);
    if (this.#lines > 2 * this.#pending.size + SPARE_LINES) {
      const kept = [...this.#pending.values()].map((put) => ({ put }));
      this.#lines = kept.length;
      await this.#journal.rewrite(kept);
      return;
    }
    await this.#journal.append(...lines);
  }

  #remember(line: Line): void {
    this.#lines++;
    if ('put' in line) this.#pending.set(line.put.id, line.put);
    else this.#pending.delete(line.done);
  }
}

function isGivenUp({ target, attempts, acceptedAt, nextAt }: Delivery): boolean {
  const { MaximumRetryAttempts = DEFAULT_RETRIES, MaximumEventAgeInSeconds = DEFAULT_AGE_SECONDS } =
    target.RetryPolicy ?? {};
  // the first attempt is not a retry
  return attempts > MaximumRetryAttempts || nextAt > acceptedAt + MaximumEventAgeInSeconds * 1000;
}
