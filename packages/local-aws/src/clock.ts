import { setTimeout as delay } from 'node:timers/promises';

/** Time as the local cloud sees it, so that a test can move it instead of waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves once `ms` milliseconds of this clock have passed; rejects with the signal's reason when aborted.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest that a timer of Node.js takes; what is longer would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      let left = ms;
      do {
        await delay(Math.min(left, MAX_TIMER_MS), undefined, signal ? { signal } : {});
        left -= MAX_TIMER_MS;
      } while (left > 0);
    } catch (error) {
      throw signal?.reason ?? error;
    }
  },
};
