/** How many calls are granted: `burst` at once, and `perSecond` on average. */
export interface CallLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * The state of a bucket: when it will be full again, in microseconds since the epoch; undefined if it was
 * never used. It is one number, which only grows, so that a database can add to it without reading it.
 */
export type FullAt = number | undefined;

const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MS = 1000;

/** Time of a clock in the unit of {@link FullAt}. */
export const microsOf = (time: Date): number => time.getTime() * MICROS_PER_MS;

/** Microseconds in which a bucket gains one token; rounded up, so that no call is granted too soon. */
export const tokenMicros = ({ perSecond }: CallLimit): number => Math.ceil(MICROS_PER_SECOND / perSecond);

/** The latest time at which a bucket may be full again for one more call to be granted. */
export const latestFullAt = (limit: CallLimit, now: number): number =>
  now + (limit.burst - 1) * tokenMicros(limit);

/** Whether a bucket is full, so that nothing needs to be known about it. */
export const isFull = (fullAt: FullAt, now: number): boolean => fullAt === undefined || fullAt <= now;

export type Taken =
  | { readonly granted: true; readonly fullAt: number }
  | { readonly granted: false; readonly waitMs: number };

/** Takes one token of a bucket, or says how long to wait for it. */
export function takeToken(fullAt: FullAt, limit: CallLimit, now: number): Taken {
  const micros = tokenMicros(limit);
  const from = fullAt === undefined ? now : Math.max(fullAt, now);
  const latest = latestFullAt(limit, now);
  return from <= latest
    ? { granted: true, fullAt: from + micros }
    : { granted: false, waitMs: Math.ceil((from - latest) / MICROS_PER_MS) };
}
