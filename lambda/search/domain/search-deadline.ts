/** Arithmetic of a search's deadline; times in milliseconds since the epoch. */
export interface SearchDeadline {
  readonly endsAt: number;
  /** Maximum duration of one call, so that another fits before the deadline. */
  readonly callMs: number;
}

/** Calls to one shard that fit in a row if each hangs. */
const CALLS_THAT_FIT = 3;
/** Wait before the second call to a shard; it doubles each time, up to {@link LONGEST_WAIT_MS}. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;
/** Maximum calls to a shard that refuses at once: waits of 5 s in all, each call with its own retries. */
const MAX_CALLS = 6;

export const searchDeadline = (startedAt: number, deadlineMs: number): SearchDeadline => ({
  endsAt: startedAt + deadlineMs,
  callMs: deadlineMs / CALLS_THAT_FIT,
});

/** Returns how long a call that begins now may take, in whole milliseconds; 0 after the deadline. */
export const timeForCall = ({ endsAt, callMs }: SearchDeadline, now: number): number =>
  Math.max(0, Math.ceil(Math.min(callMs, endsAt - now)));

/**
 * Returns the wait before the next call to a shard; undefined if no time
 * would be left for the call, or the shard was called often enough.
 * @param calls failed calls to the shard, at least 1
 */
export function waitBeforeCall({ endsAt }: SearchDeadline, now: number, calls: number): number | undefined {
  if (calls >= MAX_CALLS) return undefined;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (calls - 1), LONGEST_WAIT_MS);
  return now + wait < endsAt ? wait : undefined;
}
