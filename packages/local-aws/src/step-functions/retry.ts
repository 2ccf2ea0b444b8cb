import type { Catcher, Retrier } from './definition.ts';

/** Defaults of a retrier's fields: https://states-language.net/spec.html#errors */
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/** Errors that end an execution regardless of its Retry and Catch. */
const TERMINAL_ERRORS: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/** Whether one of the names in `ErrorEquals` stands for this error. */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (TERMINAL_ERRORS.has(error)) return false;
    if (name === 'States.ALL') return true;
    if (name === 'States.Timeout') return error === 'States.HeartbeatTimeout';
    return name === 'States.TaskFailed' && error !== 'States.Timeout' && error !== 'States.HeartbeatTimeout';
  });
}

/** The first retrier for this error that has attempts left, given how often each was used in this visit. */
export function retrierFor(
  retriers: readonly Retrier[],
  used: readonly number[],
  error: string,
): number | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (!retrier) return undefined;
  return (used[index] ?? 0) < (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS) ? index : undefined;
}

export function catcherFor(catchers: readonly Catcher[], error: string): Catcher | undefined {
  return catchers.find((catcher) => matchesError(catcher.ErrorEquals, error));
}

/**
 * Seconds to wait before a retry. `used` is how often this retrier was used before; `random` gives [0, 1).
 * IntervalSeconds * BackoffRate^used, at most MaxDelaySeconds; full jitter takes a random share of that.
 */
export function retryDelaySeconds(retrier: Retrier, used: number, random: () => number): number {
  const interval = retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS;
  const grown = interval * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** used;
  const delay = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? delay * random() : delay;
}
