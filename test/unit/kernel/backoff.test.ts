import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Backoff, equalJitter, fullJitter } from '../../../lambda/kernel/backoff.ts';

const BACKOFF: Backoff = { firstWaitMs: 10, maxWaitMs: 100 };
const aTry = fc.integer({ min: 1, max: 50 });
const aDraw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const bounds = (jitter: typeof fullJitter, drawn: number) =>
  Array.from({ length: 6 }, (_, index) => jitter(index + 1, BACKOFF, () => drawn));

it('waits for up to a bound that doubles, and then grows no more', () => {
  expect(bounds(fullJitter, 1)).toEqual([10, 20, 40, 80, 100, 100]);
  expect(bounds(equalJitter, 1)).toEqual([10, 20, 40, 80, 100, 100]);
});

it('waits for no time at all where that is drawn, and with equal jitter for half', () => {
  expect(bounds(fullJitter, 0)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(bounds(equalJitter, 0)).toEqual([5, 10, 20, 40, 50, 50]);
});

it('never waits for longer than the bound, whatever is drawn and however often it failed', () => {
  fc.assert(
    fc.property(aTry, aDraw, (failed, drawn) => {
      const bound = Math.min(BACKOFF.maxWaitMs, BACKOFF.firstWaitMs * 2 ** (failed - 1));
      const full = fullJitter(failed, BACKOFF, () => drawn);
      const equal = equalJitter(failed, BACKOFF, () => drawn);
      expect(full).toBeGreaterThanOrEqual(0);
      expect(full).toBeLessThanOrEqual(bound);
      expect(equal).toBeGreaterThanOrEqual(bound / 2);
      expect(equal).toBeLessThanOrEqual(bound);
    }),
  );
});
