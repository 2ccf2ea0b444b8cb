import { formatNumber } from '../format/numbers.ts';
import { formatDuration } from '../format/times.ts';

const SECONDS_PER_HOUR = 3600;

/**
 * Returns how much of some work is done, in whole percent. It is 100 only once all is, and 0 while nothing is
 * known of the whole.
 */
export function progressPercent(done: number, total: number | undefined): number {
  if (total === undefined) return 0;
  if (done >= total) return 100;
  return Math.min(99, Math.floor((100 * done) / total));
}

/** Writes a pace, such as `12.5 per second (45,000 per hour)`. */
export const paceText = (perSecond: number): string =>
  perSecond === 0
    ? 'Nothing processed yet'
    : `${formatNumber(perSecond)} per second (${formatNumber(Math.round(perSecond * SECONDS_PER_HOUR))} per hour)`;

/**
 * Writes when work ends at its pace, such as `3 h 5 min left`.
 * @param seconds undefined if the pace does not say
 */
export function timeLeftText(seconds: number | undefined): string {
  if (seconds === undefined) return 'Not known yet';
  return seconds < 1 ? 'Done in a moment' : `${formatDuration(seconds * 1000)} left`;
}
