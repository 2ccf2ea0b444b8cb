/**
 * A shared rate as a calendar: time is cut into windows, each holds a few permits, and a reservation takes permits of
 * the earliest window that has room for it. Whoever reserves is told the moment of its permit, so nobody polls.
 *
 * Fairness is in who may take what of a window. In the near ones anybody takes what is free, so that idle shares are
 * lent. In those further ahead a tenant takes no more than its share of all tenants there and one more: whoever comes
 * next finds room within {@link LENDING_MS}, however many permits another has reserved before.
 */

/** How a rate is cut into windows. */
export interface RateCalendar {
  readonly windowMs: number;
  /** Permits of one window at the full rate: what may be used at once. */
  readonly permits: number;
}

/** What is taken of one window. */
export interface WindowUse {
  readonly total: number;
  /** Tenants that have taken some of it. */
  readonly tenants: number;
  /** What the asking tenant has taken; absent where it has taken none. */
  readonly own?: number;
}

export const UNUSED_WINDOW: WindowUse = { total: 0, tenants: 0 };

/** A window that begins within this time is lent out to whoever asks. */
export const LENDING_MS = 500;
/** About as long as a window lasts, where a rate gives it {@link MIN_PERMITS} or more. */
const WINDOW_MS = 200;
/** Fewer could not be shared out among tenants. */
const MIN_PERMITS = 4;

/** @param permitsPerSecond above 0 */
export function calendarOf(permitsPerSecond: number): RateCalendar {
  const permits = Math.max(MIN_PERMITS, Math.round((permitsPerSecond * WINDOW_MS) / 1000));
  return { permits, windowMs: (permits * 1000) / permitsPerSecond };
}

/** Number of the window that holds a moment. @param now epoch milliseconds */
export const windowAt = ({ windowMs }: RateCalendar, now: number): number => Math.floor(now / windowMs);

/** When a window begins, in epoch milliseconds. */
export const windowStart = ({ windowMs }: RateCalendar, window: number): number => window * windowMs;

/** Permits of a window while the rate is stepped down to a share of it; never less than one, or nothing would move. */
export const capacityOf = ({ permits }: RateCalendar, share: number): number =>
  Math.max(1, Math.floor(permits * share));

export const isNear = (calendar: RateCalendar, window: number, now: number): boolean =>
  windowStart(calendar, window) <= now + LENDING_MS;

/** The most that one reservation takes of a window: a share that a tenant alone may always take. */
export const largestReservation = (capacity: number): number => Math.max(1, Math.floor(capacity / 2));

/** Whether a tenant may take permits of a window, as the window stands. */
export function admits(use: WindowUse, permits: number, capacity: number, near: boolean): boolean {
  if (use.total + permits > capacity) return false;
  return near || (use.own ?? 0) + permits <= shareOf(use, capacity);
}

/** Permits of a far window for one of its tenants, the asking one included, when one more is expected. */
export function shareOf({ tenants, own }: WindowUse, capacity: number): number {
  const asking = own === undefined ? tenants + 1 : tenants;
  return Math.max(1, Math.floor(capacity / (asking + 1)));
}

/** When the permit that made a window's total what it is may be used: permits are spread evenly over their window. */
export const permitTime = (calendar: RateCalendar, window: number, total: number, capacity: number): number =>
  windowStart(calendar, window) + ((total - 1) * calendar.windowMs) / capacity;

/** The share of the rate that is used, after the service has throttled. */
export interface RateShare {
  readonly share: number;
  /** Epoch milliseconds at which the share was that. */
  readonly at: number;
}

export const FULL_RATE: RateShare = { share: 1, at: 0 };

/** Multiplicative decrease, additive recovery, as TCP has it: from half the rate the whole is back after 10 s. */
const DECREASE = 0.8;
const RECOVERY_PER_SECOND = 0.05;
const MIN_SHARE = 0.1;
/** Calls that are throttled within this time met the same overload, and step the rate down once. */
export const STEP_MS = 1000;

export const shareAt = ({ share, at }: RateShare, now: number): number =>
  Math.min(1, share + (Math.max(0, now - at) / 1000) * RECOVERY_PER_SECOND);

export const stepDown = (rate: RateShare, now: number): RateShare =>
  now - rate.at < STEP_MS ? rate : { share: Math.max(MIN_SHARE, shareAt(rate, now) * DECREASE), at: now };
