/** Where a time is written for: the operator's own, unless a test says otherwise. */
export interface Place {
  readonly locale?: string;
  readonly timeZone?: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Writes a time with its zone, such as `Mar 1, 2026, 14:05:09 UTC`. @param time ISO 8601 */
export function formatTime(time: string, { locale = 'en-US', timeZone }: Place = {}): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(time));
}

/** Writes how far a time is away, such as `3 minutes ago` or `in 2 hours`. @param now milliseconds since 1970 */
export function formatDistance(time: string, now: number, { locale = 'en-US' }: Place = {}): string {
  const distance = new Date(time).getTime() - now;
  const far = Math.abs(distance);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (far < MINUTE) return relative.format(Math.trunc(distance / SECOND), 'second');
  if (far < HOUR) return relative.format(Math.trunc(distance / MINUTE), 'minute');
  if (far < 2 * DAY) return relative.format(Math.trunc(distance / HOUR), 'hour');
  return relative.format(Math.trunc(distance / DAY), 'day');
}

/** Writes how long something takes, in at most two units, such as `842 ms`, `1.9 s` or `3 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  // 59.96 s would be written as 60.0 s
  if (ms < MINUTE - 50) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 3600) return units(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return units(minutes, 60, 'h', 'min');
  return units(Math.round(minutes / 60), 24, 'd', 'h');
}

function units(amount: number, per: number, large: string, small: string): string {
  const rest = amount % per;
  return `${Math.floor(amount / per)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
