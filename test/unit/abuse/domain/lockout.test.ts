import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_LEDGER,
  type LockoutLedger,
  lockoutAt,
  recordFailure,
} from '../../../../lambda/abuse/domain/lockout.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/policy.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const LIMITS = DEFAULT_POLICY.abuse;
const secondsAfter = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const failAt = (ledger: LockoutLedger, ...seconds: number[]) =>
  seconds.reduce((before, second) => recordFailure(before, LIMITS, secondsAfter(second)), ledger);

describe('the lockout ladder of whitepaper 3.2', () => {
  it('lets four failures in three minutes pass, and locks for 30 minutes at the fifth', () => {
    const four = failAt(EMPTY_LEDGER, 0, 40, 80, 120);
    expect(lockoutAt(four, secondsAfter(121))).toEqual({ locked: false });
    const five = failAt(four, 160);
    expect(five.failures).toEqual([]);
    expect(lockoutAt(five, secondsAfter(160))).toEqual({ locked: true, retryAfterSeconds: 1800 });
    expect(lockoutAt(five, secondsAfter(160 + 1799))).toEqual({ locked: true, retryAfterSeconds: 1 });
    expect(lockoutAt(five, secondsAfter(160 + 1800))).toEqual({ locked: false });
  });

  it('forgets failures that are older than the window', () => {
    const ledger = failAt(EMPTY_LEDGER, 0, 10, 20, 30, 181, 191);
    expect(lockoutAt(ledger, secondsAfter(192)).locked).toBe(false);
    expect(ledger.failures).toHaveLength(4);
    // one that is as old as the window is no part of it
    expect(failAt(EMPTY_LEDGER, 0, 180).failures).toEqual([secondsAfter(180).getTime()]);
  });

  it('locks longer each time, and blocks at the fourth', () => {
    let ledger = EMPTY_LEDGER;
    const locked: unknown[] = [];
    for (const round of [0, 1, 2, 3]) {
      const start = round * 10_000;
      ledger = failAt(ledger, start, start + 1, start + 2, start + 3, start + 4);
      locked.push(lockoutAt(ledger, secondsAfter(start + 4)));
    }
    expect(locked).toEqual([
      { locked: true, retryAfterSeconds: 1800 },
      { locked: true, retryAfterSeconds: 2700 },
      { locked: true, retryAfterSeconds: 3600 },
      { locked: true, blocked: true },
    ]);
    expect(lockoutAt(ledger, secondsAfter(10 ** 9))).toEqual({ locked: true, blocked: true });
    expect(ledger.failures).toEqual([]);
  });

  it('never allows more failures in a window than the limit, however they are timed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }), (gaps) => {
        let ledger = EMPTY_LEDGER;
        let now = 0;
        const allowed: number[] = [];
        for (const gap of gaps) {
          now += gap;
          if (lockoutAt(ledger, secondsAfter(now)).locked) continue;
          allowed.push(now);
          ledger = failAt(ledger, now);
        }
        for (const end of allowed) {
          const window = allowed.filter((time) => time <= end && time > end - LIMITS.window_seconds);
          expect(window.length).toBeLessThanOrEqual(LIMITS.max_failures);
        }
      }),
    );
  });
});
