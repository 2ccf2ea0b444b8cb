/** Bounds of the waits between attempts, in milliseconds. */
export interface Backoff {
  /** Longest wait after the first attempt. */
  readonly firstWaitMs: number;
  /** Longest wait after any attempt. */
  readonly maxWaitMs: number;
}

/**
 * Wait after a failed attempt: random, up to a bound that doubles with every attempt, so that callers that
 * failed together do not retry together ("full jitter": M. Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog).
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random returns a number from 0 up to 1
 * @returns milliseconds
 */
export const fullJitter = (
  attempt: number,
  { firstWaitMs, maxWaitMs }: Backoff,
  random: () => number,
): number => random() * Math.min(maxWaitMs, firstWaitMs * 2 ** (attempt - 1));

/**
 * The same with at least half of the bound ("equal jitter", ibid.), for faults that take time to pass: all
 * attempts together wait for three quarters of the longest time on average.
 */
export const equalJitter = (attempt: number, backoff: Backoff, random: () => number): number =>
  (fullJitter(attempt, backoff, () => 1) + fullJitter(attempt, backoff, random)) / 2;
