import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.ts';
import { type Journal, openJournal } from '../journal.ts';

/** Something that is due again and again. */
export interface Schedule {
  /** The same over restarts: the ARN of the rule. */
  readonly id: string;
  /** Milliseconds between two times that it is due. */
  readonly everyMs: number;
  /**
   * Resolves when what is due can't be lost any more. `time`
   * is when it was due, in milliseconds since the epoch.
   */
  readonly fire: (time: number) => Promise<void>;
}

/** Times are counted from this moment of a schedule: its creation, or the last time that it was due. */
interface Line {
  readonly id: string;
  readonly at: number;
}

export interface SchedulerOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Called on a fault of the emulator itself, such as a full disk: the schedule waits for the next start. */
  readonly onFault: (fault: Error) => void;
}

/**
 * Fires schedules by the clock. What fell due while the laptop
 * was off is made up for once, not once for every time.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #onFault: SchedulerOptions['onFault'];
  readonly #journal: Journal<Line>;
  readonly #last = new Map<string, number>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>[] = [];

  private constructor({ clock, onFault }: SchedulerOptions, journal: Journal<Line>) {
    this.#clock = clock;
    this.#onFault = onFault;
    this.#journal = journal;
    for (const { id, at } of journal.entries) this.#last.set(id, at);
    // everything that sleeps listens; Node takes more than ten for a leak
    setMaxListeners(0, this.#closing.signal);
  }

  static async open(options: SchedulerOptions): Promise<Scheduler> {
    const journal = await openJournal<Line>(options.file);
    const scheduler = new Scheduler(options, journal);
    await journal.rewrite([...scheduler.#last].map(([id, at]) => ({ id, at })));
    return scheduler;
  }

  /** Begins to fire these; a schedule that is not among them any more is forgotten with the next start. */
  start(schedules: readonly Schedule[]): void {
    for (const schedule of schedules) {
      const running = this.#run(schedule).catch((fault: Error) => {
        if (!this.#closing.signal.aborted) this.#onFault(fault);
      });
      this.#running.push(running);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
    await this.#journal.close();
  }

  async #run({ id, everyMs, fire }: Schedule): Promise<void> {
    if (!this.#last.has(id)) await this.#mark(id, this.#clock.now());
    for (;;) {
      const time = (this.#last.get(id) ?? this.#clock.now()) + everyMs;
      await this.#sleepUntil(time);
      await fire(time);
      // the times between this one and now were missed
      await this.#mark(id, time + Math.floor((this.#clock.now() - time) / everyMs) * everyMs);
    }
  }

  async #mark(id: string, at: number): Promise<void> {
    this.#last.set(id, at);
    await this.#journal.append({ id, at });
  }

  async #sleepUntil(time: number): Promise<void> {
    while (time > this.#clock.now()) await this.#clock.sleep(time - this.#clock.now(), this.#closing.signal);
    this.#closing.signal.throwIfAborted();
  }
}
