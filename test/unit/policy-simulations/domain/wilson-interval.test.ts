import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../../lambda/policy-simulations/domain/wilson-interval.ts';

describe('wilsonInterval', () => {
  it('is that of R: prop.test(2, 40, correct = FALSE)', () => {
    expect(wilsonInterval(2, 40)).toEqual({ value: 5, low: 1.382, high: 16.504 });
  });

  it('says how little is known of a rate without a single error', () => {
    // 1.96² / (1.96² + 12)
    expect(wilsonInterval(0, 12)).toEqual({ value: 0, low: 0, high: 24.249 });
  });

  it('holds the share, within 0 and 100, and narrows with more trials', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), (hits, trials) => {
        fc.pre(hits <= trials);
        const { value, low, high } = wilsonInterval(hits, trials);
        const more = wilsonInterval(hits * 10, trials * 10);

        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeLessThanOrEqual(100);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });
});
