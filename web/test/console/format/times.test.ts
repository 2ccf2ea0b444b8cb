import { describe, expect, it } from 'vitest';
import { formatDistance, formatDuration, formatTime } from '../../../src/console/format/times.ts';

const NOW = Date.parse('2026-03-01T14:00:00Z');

describe('a time', () => {
  it('has the zone that it is written in', () => {
    expect(formatTime('2026-03-01T14:05:09Z', { timeZone: 'UTC' })).toBe('Mar 1, 2026, 14:05:09 UTC');
    expect(formatTime('2026-03-01T14:05:09Z', { timeZone: 'Europe/Berlin' })).toBe(
      'Mar 1, 2026, 15:05:09 GMT+1',
    );
  });

  it.each([
    ['2026-03-01T13:59:30Z', '30 seconds ago'],
    ['2026-03-01T13:57:01Z', '2 minutes ago'],
    ['2026-03-01T16:30:00Z', 'in 2 hours'],
    ['2026-02-28T02:00:00Z', '36 hours ago'],
    ['2026-03-04T15:00:00Z', 'in 3 days'],
  ])('is as far away as it is: %s', (time, expected) => {
    expect(formatDistance(time, NOW)).toBe(expected);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [842.4, '842 ms'],
    [1942, '1.9 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h'],
    [11_100_000, '3 h 5 min'],
    [86_400_000, '1 d'],
    [100_800_000, '1 d 4 h'],
  ])('has at most two units: %d ms', (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });
});
