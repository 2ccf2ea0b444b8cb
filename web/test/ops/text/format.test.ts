import { describe, expect, it } from 'vitest';
import { formatAge, formatNumber, formatShare, formatTime } from '../../../src/ops/text/format.ts';

describe('a number', () => {
  it.each([
    [0, '0'],
    [12, '12'],
    [0.04217, '0.0422'],
    [99.95, '100'],
    [1534.4, '1,534'],
    [2_345_678, '2.3M'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('a time that has passed', () => {
  it.each([
    [-5, '0 s'],
    [12_400, '12 s'],
    [125_000, '2 min'],
    [3 * 3_600_000, '3 h'],
    [50 * 3_600_000, '2 d'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

it('a share is in percent', () => {
  expect(formatShare(1, 3)).toBe('33%');
  expect(formatShare(0, 0)).toBe('');
});

it('a time of another day has its date', () => {
  const noon = new Date(2026, 0, 15, 12, 5).getTime();
  expect(formatTime(noon, noon + 1000)).toBe('12:05');
  expect(formatTime(noon, noon + 86_400_000)).toBe('Jan 15, 12:05');
});
