import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  laneOfSubject,
  lanesOf,
  MAX_LANES,
  shareOfLane,
} from '../../../../lambda/rate-limits/domain/call-lane.ts';

const limits = fc.record({
  perSecond: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
  burst: fc.integer({ min: MAX_LANES, max: 20_000 }),
});

describe('the lanes of a tenant', () => {
  it.each([
    [0.1, 1],
    [100, 1],
    [101, 2],
    [10_000, MAX_LANES],
  ])('are, for %s calls per second, %s', (perSecond, lanes) => {
    expect(lanesOf({ perSecond, burst: 1 })).toBe(lanes);
  });

  it('together grant no more than the limit, and nearly all of it', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: MAX_LANES }), (limit, lanes) => {
        const share = shareOfLane(limit, lanes);
        expect(share.perSecond * lanes).toBeCloseTo(limit.perSecond);
        expect(share.burst * lanes).toBeLessThanOrEqual(limit.burst);
        expect(share.burst * lanes).toBeGreaterThan(limit.burst - lanes);
      }),
    );
  });

  it('are met by subjects evenly, each in the same one', () => {
    const lanes = 8;
    const met = Array.from({ length: 4000 }, (_, index) => laneOfSubject(`user-${index}`, lanes));
    const counts = Array.from({ length: lanes }, (_, lane) => met.filter((one) => one === lane).length);
    expect(Math.min(...counts)).toBeGreaterThan(400);
    expect(Math.max(...counts)).toBeLessThan(600);
    expect(laneOfSubject('user-1', lanes)).toBe(laneOfSubject('user-1', lanes));
    expect(laneOfSubject('', 1)).toBe(0);
  });

  it('are found by FNV-1a, as its authors have published it', () => {
    expect(laneOfSubject('', 2 ** 32)).toBe(0x811c9dc5);
    expect(laneOfSubject('a', 2 ** 32)).toBe(0xe40c292c);
    expect(laneOfSubject('foobar', 2 ** 32)).toBe(0xbf9cf968);
  });

  it('each grant one call at least', () => {
    expect(shareOfLane({ perSecond: 200, burst: 1 }, 2)).toEqual({ perSecond: 100, burst: 1 });
  });
});
