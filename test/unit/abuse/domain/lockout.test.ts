import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_LEDGER,
  emptied,
  isLockedByFailures,
  type LockoutLedger,
  lockoutAt,
  recordAttempt,
  recordFailure,
  recordSuccess,
  stepOf,
} from '../../../../lambda/abuse/domain/lockout.ts';
import { ABUSE_PRESETS } from '../../../../lambda/kernel/abuse-policy.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const LIMITS = ABUSE_PRESETS['aws-whitepaper-2024'];
const RULE = { minUsers: 1, mayBlock: true };
const secondsAfter = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const failAt = (ledger: LockoutLedger, ...seconds: number[]) =>
  seconds.reduce(
    (before, second) => recordFailure(before, 'user-1', LIMITS, RULE, secondsAfter(second)),
    ledger,
  );

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
    expect(failAt(EMPTY_LEDGER, 0, 180).failures).toEqual([
      { at: secondsAfter(180).getTime(), user_id: 'user-1' },
    ]);
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

  it('is not shortened by a success, nor by the turn of an attempt', () => {
    const ledger = failAt(EMPTY_LEDGER, 0, 1, 2, 3, 4);
    expect(recordSuccess(ledger, 'user-1', LIMITS, secondsAfter(5))).toBe(ledger);
    expect(recordAttempt(ledger, LIMITS, secondsAfter(5))).toBe(ledger);
  });

  it('begins at its first step for a user whose failures in a row another policy has counted', () => {
    const inARow = { failures: [], timeouts: 60, blocked: false, until_success: true };
    const ledger = failAt(inARow, 0, 1, 2, 3, 4);
    expect(ledger).toEqual({ ...EMPTY_LEDGER, timeouts: 1, locked_until: secondsAfter(1804).getTime() });
  });
});

describe('a failure that may not block', () => {
  it('times out ever again, with the last timeout before the block', () => {
    let ledger = EMPTY_LEDGER;
    for (const round of [0, 1, 2, 3, 4, 5])
      for (const second of [0, 1, 2, 3, 4])
        ledger = recordFailure(
          ledger,
          'user-1',
          LIMITS,
          { minUsers: 1, mayBlock: false },
          secondsAfter(round * 10_000 + second),
        );
    expect(ledger).toMatchObject({ blocked: false, timeouts: 3 });
    expect(lockoutAt(ledger, secondsAfter(50_004))).toEqual({ locked: true, retryAfterSeconds: 3600 });
  });

  it('lifts no block that others have caused', () => {
    const blocked = { ...EMPTY_LEDGER, timeouts: 4, blocked: true };
    const after = [0, 1, 2, 3, 4].reduce(
      (ledger, second) =>
        recordFailure(ledger, 'user-1', LIMITS, { minUsers: 1, mayBlock: false }, secondsAfter(second)),
      blocked as LockoutLedger,
    );
    expect(after.blocked).toBe(true);
  });
});

describe('a device that users only claim', () => {
  const claimed = { minUsers: 3, mayBlock: true };
  const fail = (ledger: LockoutLedger, user: string, second: number) =>
    recordFailure(ledger, user, LIMITS, claimed, secondsAfter(second));

  it('is not locked by one user or two, however often they fail', () => {
    let ledger = EMPTY_LEDGER;
    for (let second = 0; second < 170; second += 1) ledger = fail(ledger, `user-${second % 2}`, second);
    expect(lockoutAt(ledger, secondsAfter(170))).toEqual({ locked: false });
    expect(ledger.failures.length).toBe(100);
  });

  it('is locked by the failures of three users in the window', () => {
    const users = ['ann', 'ann', 'ann', 'bob', 'cid'];
    const ledger = users.reduce((before, user, second) => fail(before, user, second), EMPTY_LEDGER);
    expect(lockoutAt(ledger, secondsAfter(5)).locked).toBe(true);
    const late = users.reduce((before, user, index) => fail(before, user, index * 100), EMPTY_LEDGER);
    expect(lockoutAt(late, secondsAfter(401)).locked).toBe(false);
  });
});

describe('a frozen user', () => {
  const FREEZE = { at: NOON.toISOString(), reason: 'repudiated' } as const;
  const frozen = { ...EMPTY_LEDGER, frozen: FREEZE };

  it('is locked as one who is blocked, though not by failures', () => {
    expect(lockoutAt(frozen, NOON)).toEqual({ locked: true, blocked: true });
    expect(isLockedByFailures(frozen, NOON)).toBe(false);
    expect(isLockedByFailures(failAt(frozen, 0, 1, 2, 3, 4), secondsAfter(5))).toBe(true);
  });

  it('stays frozen while failures are counted, lock, and are deleted', () => {
    const one = failAt(frozen, 0);
    const locked = failAt(one, 1, 2, 3, 4);
    for (const ledger of [one, locked, emptied(locked)]) expect(ledger.frozen).toEqual(FREEZE);
    expect(emptied(locked)).toEqual(frozen);
    expect(emptied(failAt(EMPTY_LEDGER, 0, 1, 2, 3, 4))).toEqual(EMPTY_LEDGER);
    expect(failAt(EMPTY_LEDGER, 0, 1, 2, 3, 4)).not.toHaveProperty('frozen');
  });
});

describe('the step of a failure', () => {
  const locked = failAt(EMPTY_LEDGER, 0, 1, 2, 3, 4);
  const blocked = { ...EMPTY_LEDGER, timeouts: 4, blocked: true };

  it('is a timeout or a block where it locks, and none where nothing changes', () => {
    expect(stepOf(EMPTY_LEDGER, failAt(EMPTY_LEDGER, 0))).toBeUndefined();
    expect(stepOf(EMPTY_LEDGER, locked)).toBe('timeout');
    expect(stepOf(locked, failAt(locked, 5))).toBeUndefined();
    expect(stepOf(locked, blocked)).toBe('block');
    expect(stepOf(blocked, blocked)).toBeUndefined();
    expect(stepOf(blocked, { ...blocked, locked_until: 1 })).toBeUndefined();
  });
});
