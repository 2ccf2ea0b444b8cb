const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Seconds to wait before each further attempt, after the first one: as the specification of Standard Webhooks
 * recommends, to the last delay that SQS can hold a message for.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const RETRY_DELAYS_SECONDS = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR] as const;

/** Attempts of a delivery: the first one, and one after each delay. */
export const MAX_ATTEMPTS = RETRY_DELAYS_SECONDS.length + 1;

/**
 * Largest share that is added to a delay, so that events that failed together do not come back together. The
 * longest delay is then twelve hours.
 */
const JITTER = 0.2;

/** Longest wait that a receiver may ask for with `Retry-After`; a longer one is taken as this. */
const MAX_RETRY_AFTER_SECONDS = HOUR;

/**
 * Seconds that SQS delays a new message by (API Reference, SendMessage), and for which it hides a received
 * one (API Reference, ChangeMessageVisibility).
 */
export const MAX_DELAY_SECONDS = 900;
export const MAX_VISIBILITY_SECONDS = 12 * HOUR;

/**
 * Returns the seconds until the next attempt; undefined after the last one.
 * @param attempt number of the attempt that failed, from 1
 * @param random from 0 up to 1
 * @param retryAfterSeconds what the receiver has asked for
 */
export function retryDelaySeconds(
  attempt: number,
  random: number,
  retryAfterSeconds = 0,
): number | undefined {
  const delay = RETRY_DELAYS_SECONDS[attempt - 1];
  if (delay === undefined) return undefined;
  const asked = Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS);
  return Math.round(Math.max(delay, asked) * (1 + random * JITTER));
}

/** A delay as SQS makes it: of the new message, and once that is received, of its visibility. */
export interface SplitDelay {
  readonly delaySeconds: number;
  readonly holdSeconds: number;
}

/** Splits a delay of at most twelve hours. */
export const splitDelay = (seconds: number): SplitDelay => ({
  delaySeconds: Math.min(seconds, MAX_DELAY_SECONDS),
  holdSeconds: Math.max(0, seconds - MAX_DELAY_SECONDS),
});
