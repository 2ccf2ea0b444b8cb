import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statistic } from '../../src/cloudwatch/statistics.ts';

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });

describe('a statistic', () => {
  it.each([
    ['Sum', 10],
    ['Average', 2.5],
    ['Minimum', 1],
    ['Maximum', 4],
    ['SampleCount', 4],
    ['p50', 2.5],
    ['p0', 1],
    ['p100', 4],
    ['p99.9', 3.997],
  ])('%s of 4, 2, 1, 3 is %d', (name, expected) => {
    expect(statistic([4, 2, 1, 3], name)).toBeCloseTo(expected, 9);
  });

  it('of no values is none', () => {
    expect(statistic([], 'Sum')).toBeUndefined();
  });

  it.each(['Median', 'p101', 'tm90', ''])('refuses %s', (name) => {
    expect(() => statistic([1], name)).toThrow('is not emulated');
    expect(() => statistic([], name)).toThrow('is not emulated');
  });

  it('does not depend on the order of the values', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('Sum', 'p50', 'p99', 'Maximum'), (list, name) => {
        expect(statistic(list.toReversed(), name)).toBeCloseTo(statistic(list, name) ?? Number.NaN, 6);
      }),
    );
  });

  it('as a percentile grows with the percentage and stays between minimum and maximum', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(values, percent, percent, (list, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (p) => statistic(list, `p${p}`) ?? Number.NaN,
        );
        expect(low).toBeLessThanOrEqual((high ?? 0) + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...list));
        expect(high).toBeLessThanOrEqual(Math.max(...list));
      }),
    );
  });
});
