import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDrawn } from '../../../lambda/kernel/draw.ts';

describe('a draw', () => {
  it('is uniform: of any ids about the share is drawn', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 100 }), (seed, share) => {
        const total = 4000;
        const drawn = Array.from({ length: total }, (_, index) => `${seed}-${index}`).filter((id) =>
          isDrawn(id, share),
        ).length;
        const p = share / 100;
        // six standard deviations: once in 500 million draws
        const tolerance = 6 * Math.sqrt(total * p * (1 - p));
        expect(Math.abs(drawn - total * p)).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same each time, keeps what a smaller share drew, and is none or all at the ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(100), fc.nat(100), (id, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(isDrawn(id, one)).toBe(isDrawn(id, one));
        if (isDrawn(id, less)) expect(isDrawn(id, more)).toBe(true);
        expect(isDrawn(id, 0)).toBe(false);
        expect(isDrawn(id, 100)).toBe(true);
      }),
    );
  });
});
