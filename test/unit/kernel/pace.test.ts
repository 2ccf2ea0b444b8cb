import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paceOf } from '../../../lambda/kernel/pace.ts';

describe('the pace of some work', () => {
  it('is what was done a second, and how long the rest takes at that', () => {
    expect(paceOf(30, 100, 1_000, 11_000)).toEqual({ perSecond: 3, secondsLeft: 24 });
    expect(paceOf(1, 3, 0, 3_000)).toEqual({ perSecond: 0.33, secondsLeft: 6 });
  });

  it('is unknown before anything is done, or any time has passed', () => {
    expect(paceOf(0, 100, 0, 10_000)).toEqual({ perSecond: 0 });
    expect(paceOf(10, 100, 5_000, 5_000)).toEqual({ perSecond: 0 });
    expect(paceOf(10, 100, 5_000, 4_000)).toEqual({ perSecond: 0 });
  });

  it('leaves nothing where all is done, or more than was expected', () => {
    for (const done of [100, 120]) expect(paceOf(done, 100, 0, 1_000).secondsLeft).toBe(0);
  });

  it('never leaves less time for more work', () => {
    const counts = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 1_000_000 }), (done, more, milliseconds) => {
        const left = (total: number) => paceOf(done, total, 0, milliseconds).secondsLeft ?? Number.NaN;
        expect(left(done + more + 1)).toBeGreaterThanOrEqual(left(done + more));
      }),
    );
  });
});
