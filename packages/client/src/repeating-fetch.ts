import { secondsOf } from './api-problem.ts';

/** Requests in all for one call, unless the caller says otherwise. */
export const MAX_REQUESTS = 4;
/** Wait before the second request, which doubles, where the API does not say how long. */
const FIRST_WAIT_MS = 250;
/** A caller is shown the refusal rather than kept waiting any longer. */
const MAX_WAIT_MS = 10_000;

/** Statuses of refusals that are over after a while: too many requests, and outages behind the API. */
const PASSING: readonly number[] = [429, 502, 503, 504];

export interface RepeatingFetchOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Resolves after some milliseconds; rejects when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A random number from 0 to 1. */
  readonly random: () => number;
  /** Requests in all for one call; 1 repeats none. */
  readonly maxRequests: number;
}

/**
 * Returns a fetch that repeats what may be repeated: a GET, or a request with an Idempotency-Key, which the
 * API carries out once however often it is sent. Others, and lasting refusals, are sent once.
 */
export const repeatingFetch =
  ({ fetch, wait, random, maxRequests }: RepeatingFetchOptions) =>
  async (request: Request): Promise<Response> => {
    const repeatable = request.method === 'GET' || request.headers.has('idempotency-key');
    for (let sent = 1; ; sent += 1) {
      const isLast = !repeatable || sent === maxRequests;
      // a body can be read once, so each request but the last is a copy
      const answer = await fetch(isLast ? request : request.clone()).catch((error: unknown) => {
        if (isLast || request.signal.aborted) throw error;
        return undefined;
      });
      if (answer && (isLast || !PASSING.includes(answer.status))) return answer;
      const asked = answer && secondsOf(answer.headers.get('retry-after'));
      if (answer && asked !== undefined && asked * 1000 > MAX_WAIT_MS) return answer;
      // a random part, so that the clients of one outage do not come back together
      const backoff = FIRST_WAIT_MS * 2 ** (sent - 1) * (1 + random());
      await wait(asked === undefined ? backoff : asked * 1000 + random() * FIRST_WAIT_MS, request.signal);
    }
  };
