const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** From here on only the first digits matter. */
const COMPACT_FROM = 100_000;

/** Returns a value of a metric as people read it: `12`, `0.042`, `1,534`, `2.3M`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= COMPACT_FROM) return compact.format(value);
  return size >= 100 || Number.isInteger(value) ? whole.format(value) : precise.format(value);
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Returns a time that has passed, such as `12 s` or `3 h`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < MINUTE_S) return `${seconds} s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`;
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)} h`;
  return `${Math.floor(seconds / DAY_S)} d`;
}

/** Returns a share of a whole in percent; nothing for a share of nothing. */
export const formatShare = (part: number, of: number): string =>
  of === 0 ? '' : `${Math.round((part / of) * 100)}%`;

const clock = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayAndClock = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Returns a time of the day, with the date if it is not that of `now`. Times are epoch milliseconds. */
export function formatTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return (isToday ? clock : dayAndClock).format(time);
}
