/** Arithmetic of a search's deadline; times in milliseconds since the epoch. */
export interface SearchDeadline {
  readonly endsAt: number;
  /** One call ends here at the latest, so that another fits in before the search does. */
  readonly callMs: number;
}

/** Calls of one shard that fit in a row, were each to hang. */
const CALLS_THAT_FIT = 3;
/** Wait before the second call of a shard; it doubles with each, up to {@link LONGEST_WAIT_MS}. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;
/** A shard that refuses at once is not asked more often: waits of 5 s in all, each call with retries of its own. */
const MAX_CALLS = 6;

export const searchDeadline = (startedAt: number, deadlineMs: number): SearchDeadline => ({
  endsAt: startedAt + deadlineMs,
  callMs: deadlineMs / CALLS_THAT_FIT,
});

/** How long a call that begins now may take, in whole milliseconds; 0 once the deadline has passed. */
export const timeForCall = ({ endsAt, callMs }: SearchDeadline, now: number): number =>
  Math.max(0, Math.ceil(Math.min(callMs, endsAt - now)));

/**
 * How long to wait before a shard is called again; undefined where no time would be left for the call, or it was
 * called often enough.
 * @param calls calls of the shard that failed, at least 1
 */
export function waitBeforeCall({ endsAt }: SearchDeadline, now: number, calls: number): number | undefined {
  if (calls >= MAX_CALLS) return undefined;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (calls - 1), LONGEST_WAIT_MS);
  return now + wait < endsAt ? wait : undefined;
}
