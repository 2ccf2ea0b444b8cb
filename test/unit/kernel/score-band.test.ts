import fc from 'fast-check';
import { expect, it } from 'vitest';
import { METRICS } from '../../../lambda/kernel/metrics.ts';
import { scoreBand } from '../../../lambda/kernel/score-band.ts';

it.each([
  [100, '99 to 100'],
  [99, '99 to 100'],
  [98.9, '95 to 99'],
  [95, '95 to 99'],
  [90, '90 to 95'],
  [80, '80 to 90'],
  [79.9, '50 to 80'],
  [49, '0 to 50'],
  [0, '0 to 50'],
])('a score of %d is in band %s', (score, band) => {
  expect(scoreBand(score)).toBe(band);
});

it('every score lies within its band, of which there are six', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (score) => {
      const band = scoreBand(score);
      seen.add(band);
      const [lower = Number.NaN, upper = Number.NaN] = band.split(' to ').map(Number);
      expect(score).toBeGreaterThanOrEqual(lower);
      expect(score).toBeLessThanOrEqual(upper);
    }),
    { numRuns: 500 },
  );
  expect(seen.size).toBeLessThanOrEqual(6);
});

it('no metric about a person has a score as its value: only the fill of a collection is a percentage', () => {
  const percentages = Object.entries(METRICS).filter(([, { unit }]) => unit === 'Percent');
  expect(percentages.map(([name]) => name)).toEqual(['CollectionFill']);
});
