import type { Clock } from '../clock.ts';
import type { FunctionConfig } from './function-config.ts';
import type { FunctionWorker } from './function-worker.ts';

export interface WorkerPoolOptions {
  readonly clock: Clock;
  /**
   * Invocations that run at a time; more wait for their turn.
   * A laptop has few cores where AWS has many machines.
   */
  readonly maxConcurrency: number;
  /** Idle workers that are kept, since a warm one answers in milliseconds; each holds 10 to 30 MB. */
  readonly maxIdle: number;
  /** Milliseconds after which an idle worker is ended. */
  readonly idleLifetimeMs: number;
  readonly start: (config: FunctionConfig) => Promise<FunctionWorker>;
}

interface IdleWorker {
  readonly worker: FunctionWorker;
  readonly since: number;
}

/** The warm workers of all functions: bounded in number and age, so that an idle local cloud stays small. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  /** Oldest first. */
  #idle: IdleWorker[] = [];
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #closed = new AbortController();
  readonly #busy = new Set<FunctionWorker>();

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    void this.#evictWhileOpen();
  }

  /**
   * Lends a worker of the function, started if none is warm, once one of the places is free.
   * @returns the result of `use`; its argument `cold` is true if the worker was started for it.
   */
  async with<T>(
    config: FunctionConfig,
    use: (worker: FunctionWorker, cold: boolean) => Promise<T>,
  ): Promise<T> {
    await this.#takePlace();
    try {
      const warm = this.#takeIdle(config.arn);
      if (!warm) await this.#endOldest(this.#options.maxIdle - 1);
      const worker = warm ?? (await this.#options.start(config));
      this.#busy.add(worker);
      try {
        return await use(worker, warm === undefined);
      } finally {
        this.#busy.delete(worker);
        if (worker.alive && !this.#closed.signal.aborted)
          this.#idle.push({ worker, since: this.#options.clock.now() });
        await this.#endOldest(this.#options.maxIdle);
      }
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Ends every worker, also those that are running. */
  async close(): Promise<void> {
    this.#closed.abort();
    const workers = [...this.#busy, ...this.#idle.map(({ worker }) => worker)];
    this.#idle = [];
    await Promise.all(workers.map((worker) => worker.dispose()));
  }

  async #takePlace(): Promise<void> {
    while (this.#running >= this.#options.maxConcurrency) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
  }

  /** The worker that was used last is the one whose caches are warm. */
  #takeIdle(functionArn: string): FunctionWorker | undefined {
    const index = this.#idle.findLastIndex(({ worker }) => worker.functionArn === functionArn);
    return index < 0 ? undefined : this.#idle.splice(index, 1)[0]?.worker;
  }

  async #endOldest(keep: number): Promise<void> {
    const surplus = this.#idle.splice(0, Math.max(0, this.#idle.length - keep));
    await Promise.all(surplus.map(({ worker }) => worker.dispose()));
  }

  async #evictWhileOpen(): Promise<void> {
    const { clock, idleLifetimeMs } = this.#options;
    try {
      for (;;) {
        await clock.sleep(idleLifetimeMs / 2, this.#closed.signal);
        const oldestKept = clock.now() - idleLifetimeMs;
        const expired = this.#idle.filter(({ since }) => since < oldestKept);
        this.#idle = this.#idle.filter(({ since }) => since >= oldestKept);
        await Promise.all(expired.map(({ worker }) => worker.dispose()));
      }
    } catch {
      // the pool is closed
    }
  }
}
