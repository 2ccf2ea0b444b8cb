import { ApiProblem } from '@face-idv/client';

/** Attempts of one call: with the waits below, an outage of two minutes passes. */
const MAX_ATTEMPTS = 8;
const MAX_WAIT_SECONDS = 30;

export type Wait = (ms: number) => Promise<unknown>;

/**
 * Sends a call again that was throttled or not answered, after the time that the API names, or else after 1,
 * 2, 4 ... seconds. The call must be one that is not acted on twice.
 * @throws the last error
 */
export async function retried<T>(call: () => Promise<T>, wait: Wait): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isTemporary(error)) throw error;
      const named = error instanceof ApiProblem ? error.retryAfterSeconds : undefined;
      await wait(1000 * (named ?? Math.min(2 ** (attempt - 1), MAX_WAIT_SECONDS)));
    }
  }
}

/** Whether no answer came at all: fetch says so by a TypeError. */
export const isUnreachable = (error: unknown): boolean => error instanceof TypeError;

const isTemporary = (error: unknown): boolean =>
  isUnreachable(error) ||
  (error instanceof ApiProblem &&
    (error.status === 429 || error.status >= 500 || error.retryAfterSeconds !== undefined));
