/** Results of the calls of one operation since the counters were last reset. */
export interface CallCount {
  /** All calls, those that quotas or faults refused included. */
  readonly calls: number;
  readonly succeeded: number;
  /** Calls that ended in an error, by its code. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Counts calls by operation, so that a test can say what a flow costs. */
export class CallCounters {
  #counts = new Map<string, { calls: number; succeeded: number; errors: Record<string, number> }>();

  countSuccess(operation: string): void {
    const count = this.#countOf(operation);
    count.calls += 1;
    count.succeeded += 1;
  }

  countError(operation: string, code: string): void {
    const count = this.#countOf(operation);
    count.calls += 1;
    count.errors[code] = (count.errors[code] ?? 0) + 1;
  }

  all(): Readonly<Record<string, CallCount>> {
    return Object.fromEntries([...this.#counts].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  reset(): void {
    this.#counts.clear();
  }

  #countOf(operation: string) {
    const count = this.#counts.get(operation) ?? { calls: 0, succeeded: 0, errors: {} };
    this.#counts.set(operation, count);
    return count;
  }
}
