import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CallLimit,
  type FullAt,
  isFull,
  latestFullAt,
  microsOf,
  takeToken,
  tokenMicros,
} from '../../../../lambda/rate-limits/domain/token-bucket.ts';

const START = microsOf(new Date('2026-03-02T12:00:00.000Z'));
const limits: fc.Arbitrary<CallLimit> = fc.record({
  perSecond: fc.oneof(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0.1, max: 500, noNaN: true })),
  burst: fc.integer({ min: 1, max: 50 }),
});
/** Pauses before each call in microseconds: many at once, and some of seconds. */
const pauses = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 5_000_000 })),
  { maxLength: 120 },
);

/** When calls are granted. @param skewAt how far the clock of a call is off */
function grantedOf(limit: CallLimit, gaps: readonly number[], skewAt: (call: number) => number = () => 0) {
  const granted: number[] = [];
  let fullAt: FullAt;
  let time = START;
  for (const [call, gap] of gaps.entries()) {
    time += gap;
    const taken = takeToken(fullAt, limit, time + skewAt(call));
    if (!taken.granted) continue;
    granted.push(time);
    fullAt = taken.fullAt;
  }
  return granted;
}

/** The most calls of any window beyond what burst and rate allow in its time. */
function excessOf(granted: readonly number[], { burst, perSecond }: CallLimit, slack = 0): number {
  let excess = Number.NEGATIVE_INFINITY;
  for (const [first, from] of granted.entries())
    for (let last = first; last < granted.length; last += 1) {
      const seconds = ((granted[last] ?? 0) - from + slack) / 1_000_000;
      excess = Math.max(excess, last - first + 1 - (burst + perSecond * seconds));
    }
  return excess;
}

describe('a bucket of tokens', () => {
  it('grants no more in any window than its burst and what its rate adds', () => {
    fc.assert(
      fc.property(limits, pauses, (limit, gaps) => {
        expect(excessOf(grantedOf(limit, gaps), limit)).toBeLessThanOrEqual(1e-6);
      }),
    );
  });

  it('grants at most what its rate adds in the skew more, if clocks differ by it', () => {
    const skew = 300_000;
    const offsets = fc.array(fc.integer({ min: -skew, max: skew }), { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(limits, pauses, offsets, (limit, gaps, skews) => {
        const granted = grantedOf(limit, gaps, (call) => skews[call] ?? 0);
        expect(excessOf(granted, limit, 2 * skew)).toBeLessThanOrEqual(1e-6);
      }),
    );
  });

  it('grants its whole burst at once, and no call more', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 10 }), (limit, more) => {
        const gaps = Array.from({ length: limit.burst + more }, () => 0);
        expect(grantedOf(limit, gaps)).toHaveLength(limit.burst);
      }),
    );
  });

  it('grants the next call after the wait that it names, and not a millisecond before', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        let fullAt: FullAt;
        for (let call = 0; call < limit.burst; call += 1) {
          const taken = takeToken(fullAt, limit, START);
          if (taken.granted) fullAt = taken.fullAt;
        }
        const refused = takeToken(fullAt, limit, START);
        if (refused.granted) throw new Error('granted');
        expect(takeToken(fullAt, limit, START + refused.waitMs * 1000).granted).toBe(true);
        expect(takeToken(fullAt, limit, START + (refused.waitMs - 1) * 1000).granted).toBe(false);
      }),
    );
  });

  it('is full again after as long as its burst takes', () => {
    fc.assert(
      fc.property(limits, pauses, (limit, gaps) => {
        const granted = grantedOf(limit, gaps);
        const rest = limit.burst * tokenMicros(limit);
        const later = [...gaps, rest, ...Array.from({ length: limit.burst }, () => 0)];
        expect(grantedOf(limit, later).length - granted.length).toBeGreaterThanOrEqual(limit.burst);
      }),
    );
  });

  it('never goes back, whatever the clock says', () => {
    fc.assert(
      fc.property(limits, fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 })), (limit, clocks) => {
        let fullAt: FullAt;
        for (const clock of clocks) {
          const taken = takeToken(fullAt, limit, START + clock);
          if (!taken.granted) continue;
          expect(taken.fullAt).toBeGreaterThan(fullAt ?? 0);
          fullAt = taken.fullAt;
        }
      }),
    );
  });

  it('is full if it was never used, and grants up to the latest time that it names', () => {
    const limit = { perSecond: 5, burst: 3 };
    expect(isFull(undefined, START)).toBe(true);
    expect(isFull(START, START)).toBe(true);
    expect(isFull(START + 1, START)).toBe(false);
    const latest = latestFullAt(limit, START);
    expect(takeToken(latest, limit, START)).toEqual({ granted: true, fullAt: latest + 200_000 });
    expect(takeToken(latest + 1, limit, START)).toEqual({ granted: false, waitMs: 1 });
  });
});
