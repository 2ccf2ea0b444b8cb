/** One call that succeeded, as the service saw it. */
export interface RecentCall {
  readonly operation: string;
  /** Epoch milliseconds. */
  readonly beganAtMs: number;
  readonly tookMs: number;
}

/** Calls that are kept; a registration makes about ten. */
const KEPT = 1000;

/** The latest calls with their duration, so that a caller's time can be compared with the service's own. */
export class RecentCalls {
  #calls: RecentCall[] = [];

  add(call: RecentCall): void {
    if (this.#calls.length === KEPT) this.#calls.shift();
    this.#calls.push(call);
  }

  /** In the order in which they ended. */
  all(): readonly RecentCall[] {
    return this.#calls;
  }

  forget(): void {
    this.#calls = [];
  }
}
