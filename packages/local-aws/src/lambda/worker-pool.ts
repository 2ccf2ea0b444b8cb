import type { Clock } from '../clock.ts';
import type { FunctionConfig } from './function-config.ts';

/** A worker, as far as the pool looks at it. */
export interface PooledWorker {
  readonly functionArn: string;
  /** False once it can run nothing more. */
  readonly alive: boolean;
  dispose(): Promise<void>;
}

export interface WorkerPoolOptions<W extends PooledWorker> {
  readonly clock: Clock;
  /**
   * Invocations that run at a time; more wait for their turn.
   * A laptop has few cores where AWS has many machines.
   */
  readonly maxConcurrency: number;
  /** Number of idle workers to keep, since a warm one answers in milliseconds. */
  readonly maxIdle: () => number;
  /** Milliseconds after which an idle worker is ended. */
  readonly idleLifetimeMs: number;
  readonly start: (config: FunctionConfig) => Promise<W>;
}

interface IdleWorker<W> {
  readonly worker: W;
  readonly since: number;
}

/** The warm workers of all functions: bounded in number and age, so that an idle local cloud stays small. */
export class WorkerPool<W extends PooledWorker> {
  readonly #options: WorkerPoolOptions<W>;
  /** Oldest first. */
  #idle: IdleWorker<W>[] = [];
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #closed = new AbortController();
  readonly #busy = new Set<W>();

  constructor(options: WorkerPoolOptions<W>) {
    this.#options = options;
    void this.#evictWhileOpen();
  }

  /**
   * Lends a worker of the function, started if none is warm, once one of the places is free.
   * @returns the result of `use`; its argument `cold` is true if the worker was started for it.
   */
  async with<T>(config: FunctionConfig, use: (worker: W, cold: boolean) => Promise<T>): Promise<T> {
    await this.#takePlace();
    try {
      const warm = this.#takeIdle(config.arn);
      if (!warm) await this.#endSurplus(this.#options.maxIdle() - 1);
      const worker = warm ?? (await this.#options.start(config));
      this.#busy.add(worker);
      try {
        return await use(worker, warm === undefined);
      } finally {
        this.#busy.delete(worker);
        if (worker.alive && !this.#closed.signal.aborted)
          this.#idle.push({ worker, since: this.#options.clock.now() });
        await this.#endSurplus(this.#options.maxIdle());
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
  #takeIdle(functionArn: string): W | undefined {
    const index = this.#idle.findLastIndex(({ worker }) => worker.functionArn === functionArn);
    return index < 0 ? undefined : this.#idle.splice(index, 1)[0]?.worker;
  }

  /**
   * Ends second workers of a function before the only one of another, and of these the oldest first: a round
   * of calls that needs more functions than are kept would otherwise find none of them warm.
   */
  async #endSurplus(keep: number): Promise<void> {
    const ended: W[] = [];
    while (this.#idle.length > Math.max(0, keep)) {
      const second = this.#idle.findIndex(({ worker }, index) =>
        this.#idle.some((other, at) => at > index && other.worker.functionArn === worker.functionArn),
      );
      for (const { worker } of this.#idle.splice(Math.max(0, second), 1)) ended.push(worker);
    }
    await Promise.all(ended.map((worker) => worker.dispose()));
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
