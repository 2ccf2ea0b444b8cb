import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GENERATION_ROWS, generationRowOf } from '../../../../lambda/collections/domain/generation-row.ts';

it('is one of the rows that are written, whoever the user is', () => {
  fc.assert(
    fc.property(fc.string(), (userId) => {
      const row = generationRowOf(userId);
      expect(Number.isInteger(row)).toBe(true);
      expect(row).toBeGreaterThanOrEqual(0);
      expect(row).toBeLessThan(GENERATION_ROWS);
    }),
  );
});

it('spreads users evenly', () => {
  const users = 64_000;
  const counts = new Array<number>(GENERATION_ROWS).fill(0);
  for (let user = 0; user < users; user += 1) {
    const row = generationRowOf(`user-${user}`);
    counts[row] = (counts[row] ?? 0) + 1;
  }
  const expected = users / GENERATION_ROWS;
  // five standard deviations of a binomial distribution
  const tolerance = 5 * Math.sqrt(expected);
  for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(tolerance);
});

it('is for all time what it was when the rows were written', () => {
  expect(GENERATION_ROWS).toBe(64);
  expect(['user-1', 'sam', 'café', ''].map(generationRowOf)).toEqual([36, 24, 4, 2]);
});
