import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percent } from '../../../lambda/kernel/percent.ts';

describe('a percent', () => {
  it('is anything above 1 and up to 100, and 0', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, minExcluded: true, max: 100, noNaN: true }), (value) => {
        expect(percent.parse(value)).toBe(value);
      }),
    );
    expect(percent.parse(0)).toBe(0);
  });

  it('refuses what reads like a fraction, and says what was meant', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true }), (value) => {
        expect(percent.safeParse(value).success).toBe(false);
      }),
    );
    expect(percent.safeParse(1).success).toBe(false);
    expect(percent.safeParse(0.95).error?.issues[0]?.message).toContain('write 95');
  });

  it('refuses what lies outside of 0 to 100', () => {
    for (const value of [-1, 100.1, Number.NaN, '95']) expect(percent.safeParse(value).success).toBe(false);
  });
});
