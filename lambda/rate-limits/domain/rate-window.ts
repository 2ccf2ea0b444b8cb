/**
 * A shared rate as a calendar: time is divided into windows with a few permits each, and a reservation takes
 * permits of the earliest window with room. The caller gets the time of its permit, so there is no polling.
 *
 * Fairness is in who may take what of a window. In near windows any tenant takes what is free, so that idle
 * shares are lent. In windows further ahead a tenant takes no more than its share among all tenants there
 * plus one: the next tenant finds room within {@link LENDING_MS}, however many permits another has reserved
 * before.
 */

/** The division of a rate into windows. */
export interface RateCalendar {
  readonly windowMs: number;
  /** Permits of one window at the full rate, which may be used at once. */
  readonly permits: number;
}

/** Permits taken of one window. */
export interface WindowUse {
  readonly total: number;
  /** Number of tenants that have taken some. */
  readonly tenants: number;
  /** Permits that the asking tenant has taken; absent if none. */
  readonly own?: number;
}

export const UNUSED_WINDOW: WindowUse = { total: 0, tenants: 0 };

/** A window that begins within this time is open to any tenant. */
export const LENDING_MS = 500;
/** Approximate length of a window, if the rate gives it {@link MIN_PERMITS} or more. */
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

/**
 * Permits of a window while the rate is stepped down to a
 * share of it; never less than one, or nothing would move.
 */
export const capacityOf = ({ permits }: RateCalendar, share: number): number =>
  Math.max(1, Math.floor(permits * share));

export const isNear = (calendar: RateCalendar, window: number, now: number): boolean =>
  windowStart(calendar, window) <= now + LENDING_MS;

/** Maximum permits per reservation: a share that a single tenant may always take. */
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

/**
 * Time at which the last permit of a window's total may be used: permits are spread evenly over the window.
 */
export const permitTime = (calendar: RateCalendar, window: number, total: number, capacity: number): number =>
  windowStart(calendar, window) + ((total - 1) * calendar.windowMs) / capacity;

/** The share of the rate in use after throttling. */
export interface RateShare {
  readonly share: number;
  /** Epoch milliseconds at which the share was that. */
  readonly at: number;
}

export const FULL_RATE: RateShare = { share: 1, at: 0 };

/** Multiplicative decrease and additive recovery, as in TCP: half the rate recovers within 10 s. */
const DECREASE = 0.8;
const RECOVERY_PER_SECOND = 0.05;
const MIN_SHARE = 0.1;
/** Calls throttled within this time count as one overload and step the rate down once. */
export const STEP_MS = 1000;

export const shareAt = ({ share, at }: RateShare, now: number): number =>
  Math.min(1, share + (Math.max(0, now - at) / 1000) * RECOVERY_PER_SECOND);

export const stepDown = (rate: RateShare, now: number): RateShare =>
  now - rate.at < STEP_MS ? rate : { share: Math.max(MIN_SHARE, shareAt(rate, now) * DECREASE), at: now };
