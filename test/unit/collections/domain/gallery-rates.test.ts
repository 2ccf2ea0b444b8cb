import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  falseMatchRateFor,
  falsePositiveIdentificationRate,
  MAX_FALSE_POSITIVE_IDENTIFICATION_RATE,
} from '../../../../lambda/collections/domain/gallery-rates.ts';

const M = 1_000_000;
const once = (faces: number) => ({ faces, searches: 1 });

const galleries = fc.record({
  faces: fc.integer({ min: 1, max: 10_000 * M }),
  searches: fc.integer({ min: 1, max: 4 }),
});
/** Shares over many orders of magnitude, as false-match rates are. */
const shares = fc.double({ min: -18, max: -0.001, noNaN: true }).map((exponent) => 10 ** exponent);

describe('the rates of a gallery', () => {
  it.each([
    [100_000, '1.0e-8'],
    [1 * M, '1.0e-9'],
    [20 * M, '5.0e-11'],
    [80 * M, '1.3e-11'],
  ])('ask at %i faces for a false-match rate of %s', (faces, rate) => {
    const falseMatchRate = falseMatchRateFor(MAX_FALSE_POSITIVE_IDENTIFICATION_RATE, once(faces));
    expect(falseMatchRate.toExponential(1)).toBe(rate);
  });

  it.each([
    [20 * M, 18],
    [80 * M, 55],
  ])('send at 1e-8 and %i faces %i % of newcomers to review', (faces, percent) => {
    expect(Math.round(falsePositiveIdentificationRate(1e-8, once(faces)) * 100)).toBe(percent);
  });

  it('keep the digits of a rate that 1 - rate rounds away', () => {
    expect(falsePositiveIdentificationRate(1e-18, once(1000))).toBeCloseTo(1e-15, 25);
    expect(falseMatchRateFor(1e-15, once(1000))).toBeCloseTo(1e-18, 28);
  });

  it('are those of a gallery of twice the size where a registration searches twice', () => {
    fc.assert(
      fc.property(galleries, shares, ({ faces }, rate) => {
        expect(falsePositiveIdentificationRate(rate, { faces, searches: 2 })).toBe(
          falsePositiveIdentificationRate(rate, once(2 * faces)),
        );
      }),
    );
  });

  it('are each the inverse of the other', () => {
    fc.assert(
      fc.property(galleries, shares, (gallery, rate) => {
        const back = falsePositiveIdentificationRate(falseMatchRateFor(rate, gallery), gallery);
        expect(Math.abs(back / rate - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('grow with the gallery and with the false-match rate, between one comparison and all of them', () => {
    fc.assert(
      fc.property(galleries, galleries, shares, shares, (one, other, rate, otherRate) => {
        const [few, many] = [one, other].sort((a, b) => a.faces * a.searches - b.faces * b.searches);
        const [low, high] = [rate, otherRate].sort((a, b) => a - b);
        if (!few || !many || low === undefined || high === undefined) throw new Error('two of each');
        const lowest = falsePositiveIdentificationRate(low, few);
        expect(lowest).toBeLessThanOrEqual(falsePositiveIdentificationRate(low, many));
        expect(lowest).toBeLessThanOrEqual(falsePositiveIdentificationRate(high, few));
        expect(falseMatchRateFor(low, many)).toBeLessThanOrEqual(falseMatchRateFor(low, few));
        expect(lowest).toBeGreaterThanOrEqual(low * (1 - 1e-12));
        expect(lowest).toBeLessThanOrEqual(Math.min(1, low * few.faces * few.searches * (1 + 1e-12)));
      }),
    );
  });

  it('are 0 where no comparison matches, and refuse what is no share and no gallery', () => {
    expect(falsePositiveIdentificationRate(0, once(10))).toBe(0);
    for (const rate of [-1e-9, 1, Number.NaN]) {
      expect(() => falsePositiveIdentificationRate(rate, once(10))).toThrow(
        'falseMatchRate must be at least 0',
      );
      expect(() => falseMatchRateFor(rate, once(10))).toThrow('identificationRate must be at least 0');
    }
    expect(() => falsePositiveIdentificationRate(0.1, once(0))).toThrow('faces must be more than 0');
    expect(() => falseMatchRateFor(0.1, { faces: 1, searches: Number.NaN })).toThrow(RangeError);
  });
});
