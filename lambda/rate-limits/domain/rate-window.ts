/**
 * A shared rate as a calendar: time is divided into windows with a few permits each, and a reservation takes
 * permits of the earliest window with room. The caller gets the time of its permit, so there is no polling.
 *
 * Fairness is in who may take what of a window. In near windows any tenant takes what is free, so that idle
 * shares are lent. In windows further ahead a tenant takes no more than its share among all tenants there
 * plus one: the next tenant finds room within {@link LENDING_MS}, however many permits another has reserved
 * before.
 *
 * Somebody waits for a registration, so its calls come before bulk calls: they take permits of the present
 * window even if bulk calls have filled it, and wait only for each other. Bulk calls leave free what the
 * registrations of the last windows have used ({@link reservedFor}), and what those of the same window use.
 */

/** The division of a rate into windows. */
export interface RateCalendar {
  readonly windowMs: number;
  /** Permits of one window at the full rate, which may be used at once. */
  readonly permits: number;
}

/** Permits taken of one window. */
export interface WindowUse {
  /** By bulk and interactive calls. */
  readonly total: number;
  /** By bulk calls alone. */
  readonly bulk: number;
  /** Number of tenants whose bulk calls have taken some. */
  readonly tenants: number;
  /** Permits that the asking tenant has taken; absent if none. */
  readonly own?: number;
}

export const UNUSED_WINDOW: WindowUse = { total: 0, bulk: 0, tenants: 0 };

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

/** Number of past windows from which the next interactive calls are estimated: a second or more. */
export const OBSERVED_WINDOWS = 5;

/**
 * Permits of a window that bulk calls leave free for interactive ones: as many as those took on average of
 * the last windows, rounded up. One permit remains for bulk calls, or they would never end.
 * @param observed interactive permits of the last windows
 */
export function reservedFor(observed: readonly number[], capacity: number): number {
  const taken = observed.reduce((sum, permits) => sum + permits, 0);
  return Math.min(capacity - 1, Math.ceil(taken / Math.max(1, observed.length)));
}

/** The largest numbers of permits up to which bulk calls may take some of a window. */
export interface BulkCapacity {
  /** Permits of the window for all calls together. */
  readonly all: number;
  /** Permits for bulk calls, without those that are reserved for interactive ones; at least one. */
  readonly bulk: number;
}

export const bulkCapacityOf = (capacity: number, observed: readonly number[]): BulkCapacity => ({
  all: capacity,
  bulk: capacity - reservedFor(observed, capacity),
});

/** Interactive permits that a window still has, which do not depend on bulk calls. */
export const interactiveRoom = ({ permits }: RateCalendar, taken: number): number =>
  Math.max(0, permits - taken);

export const isNear = (calendar: RateCalendar, window: number, now: number): boolean =>
  windowStart(calendar, window) <= now + LENDING_MS;

/** Maximum permits per reservation: a share that a single tenant may always take. */
export const largestReservation = (capacity: number): number => Math.max(1, Math.floor(capacity / 2));

/** Whether a tenant's bulk calls may take permits of a window, as the window stands. */
export function admits(use: WindowUse, permits: number, capacity: BulkCapacity, near: boolean): boolean {
  if (use.total + permits > capacity.all || use.bulk + permits > capacity.bulk) return false;
  return near || (use.own ?? 0) + permits <= shareOf(use, capacity.bulk);
}

/** Whether a window has no permit left for bulk calls. */
export const isFull = (use: WindowUse, capacity: BulkCapacity): boolean =>
  use.total >= capacity.all || use.bulk >= capacity.bulk;

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
