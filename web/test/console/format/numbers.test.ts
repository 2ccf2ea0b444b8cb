import { describe, expect, it } from 'vitest';
import { formatMoney, formatNumber, formatPercent } from '../../../src/console/format/numbers.ts';

describe('an amount of money', () => {
  it.each([
    [0, '$0.00'],
    [0.027, '$0.027'],
    [0.0004, '$0.0004'],
    [1.239, '$1.24'],
    [12_345.6, '$12,345.60'],
  ])('is as exact as its size asks for: %d', (dollars, expected) => {
    expect(formatMoney(dollars)).toBe(expected);
  });
});

describe('a number', () => {
  it('has separators, and two decimals at most', () => {
    expect(formatNumber(80_000_000)).toBe('80,000,000');
    expect(formatNumber(8.266)).toBe('8.27');
    expect(formatPercent(99.5)).toBe('99.5%');
  });
});
