import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_LEDGER,
  type LockoutLedger,
  lockoutAt,
  recordAttempt,
  recordFailure,
  recordSuccess,
} from '../../../../lambda/abuse/domain/lockout.ts';
import { ABUSE_PRESETS, MAX_COUNTED_FAILURES } from '../../../../lambda/kernel/abuse-policy.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const NIST = ABUSE_PRESETS['nist-63b'];
const RULE = { minUsers: 1, mayBlock: true };
const DAY = 86_400;
const secondsAfter = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const fail = (ledger: LockoutLedger, second: number, user = 'ann', rule = RULE) =>
  recordFailure(ledger, user, NIST, rule, secondsAfter(second));
/** The ledger after so many failures, a day apart. */
const afterFailures = (count: number, rule = RULE) =>
  Array.from({ length: count }).reduce<LockoutLedger>(
    (ledger, _, index) => fail(ledger, index * DAY, 'ann', rule),
    EMPTY_LEDGER,
  );

describe('the ladder of NIST SP 800-63B-4', () => {
  it('waits 30 seconds after the tenth failure and after each further one, however far apart', () => {
    expect(lockoutAt(afterFailures(9), secondsAfter(8 * DAY))).toEqual({ locked: false });
    for (const count of [10, 11, 99]) {
      const last = (count - 1) * DAY;
      expect(lockoutAt(afterFailures(count), secondsAfter(last))).toEqual({
        locked: true,
        retryAfterSeconds: 30,
      });
      expect(lockoutAt(afterFailures(count), secondsAfter(last + 30))).toEqual({ locked: false });
    }
  });

  it('blocks at the hundredth failure and at no other', () => {
    expect(afterFailures(99).blocked).toBe(false);
    expect(afterFailures(100)).toEqual({ failures: [], timeouts: 91, blocked: true });
  });

  it('never blocks for a document that does not match, and blocks at the next failure that may', () => {
    const mismatched = afterFailures(150, { minUsers: 1, mayBlock: false });
    expect(mismatched).toMatchObject({ blocked: false, failures: { length: 99 } });
    expect(fail(mismatched, 151 * DAY).blocked).toBe(true);
  });

  it('ends the count of a user who logs in, up to then', () => {
    const now = secondsAfter(12 * DAY);
    expect(recordSuccess(afterFailures(12), 'ann', NIST, now)).toEqual(EMPTY_LEDGER);
    expect(recordSuccess(afterFailures(12), 'ann', NIST, secondsAfter(11 * DAY))).toEqual(EMPTY_LEDGER);
    // of a login that was decided before the last failure was
    const before = secondsAfter(11 * DAY - 1);
    expect(recordSuccess(afterFailures(12), 'ann', NIST, before).failures).toHaveLength(1);
  });

  it('keeps the failures of others on a device, and a block', () => {
    const device = fail(fail(afterFailures(12), 13 * DAY, 'bob'), 14 * DAY, 'bob');
    const kept = recordSuccess(device, 'ann', NIST, secondsAfter(15 * DAY));
    expect(kept.failures.map(({ user_id }) => user_id)).toEqual(['bob', 'bob']);
    // two failures are not enough to wait for
    expect(kept).toMatchObject({ timeouts: 0 });
    expect([kept.until_success, kept.locked_until]).toEqual([undefined, undefined]);
    const busy = fail(afterFailures(10), 13 * DAY, 'bob');
    expect(recordSuccess(busy, 'bob', NIST, secondsAfter(14 * DAY))).toMatchObject({
      failures: { length: 10 },
      until_success: true,
    });
    for (const ledger of [afterFailures(100), afterFailures(12)])
      expect(recordSuccess(ledger, 'bob', NIST, secondsAfter(200 * DAY))).toBe(ledger);
    expect(recordSuccess(afterFailures(100), 'ann', NIST, secondsAfter(200 * DAY)).blocked).toBe(true);
  });

  it('gives one turn to those who wait, and any to others', () => {
    const taken = recordAttempt(afterFailures(10), NIST, secondsAfter(10 * DAY));
    expect(lockoutAt(taken, secondsAfter(10 * DAY))).toEqual({ locked: true, retryAfterSeconds: 30 });
    expect(taken.failures).toEqual(afterFailures(10).failures);
    expect(recordAttempt(afterFailures(9), NIST, secondsAfter(10 * DAY))).toEqual(afterFailures(9));
  });

  it('begins with a timeout on a device that too few users have claimed until then', () => {
    const claimed = { minUsers: 3, mayBlock: true };
    const two = Array.from({ length: 200 }).reduce<LockoutLedger>(
      (ledger, _, index) => fail(ledger, index, index % 2 ? 'ann' : 'bob', claimed),
      EMPTY_LEDGER,
    );
    expect(lockoutAt(two, secondsAfter(200))).toEqual({ locked: false });
    expect(two.failures).toHaveLength(MAX_COUNTED_FAILURES);
    expect(fail(two, 201, 'cid', claimed)).toMatchObject({ blocked: false, timeouts: 1 });
  });
});

describe.each(Object.entries(ABUSE_PRESETS))('the ladder %s', (_name, ladder) => {
  /** Attempts that somebody makes as soon as they may, or `gap` seconds later; the `right` ones succeed. */
  const attempts = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 90 }),
      right: fc.oneof(
        { weight: 100, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    }),
    { minLength: 100, maxLength: 160 },
  );
  const least = ladder.timeout_seconds[0] ?? 0;

  /** Makes attempts where none is locked. @returns each ledger, and each failure in its run without a success */
  function climb(script: readonly { readonly gap: number; readonly right: boolean }[]) {
    let ledger: LockoutLedger = EMPTY_LEDGER;
    let now = 0;
    let run: number[] = [];
    const steps = [];
    for (const { gap, right } of script) {
      now += gap;
      const lockout = lockoutAt(ledger, secondsAfter(now));
      if (lockout.locked && 'blocked' in lockout) break;
      if (lockout.locked) now += lockout.retryAfterSeconds;
      const before: LockoutLedger = ledger;
      if (right) {
        ledger = recordSuccess(before, 'ann', ladder, secondsAfter(now));
        run = [];
      } else {
        ledger = recordFailure(before, 'ann', ladder, RULE, secondsAfter(now));
        run = [...run, now];
      }
      steps.push({ before, ledger, now, right, run });
    }
    return steps;
  }

  it('has a timeout behind every attempt over the number allowed', () => {
    fc.assert(
      fc.property(attempts, (script) => {
        for (const { run } of climb(script)) {
          const counted = ladder.count === 'in_window' ? ladder.max_failures + 1 : 2;
          const last = run.slice(-counted);
          const [first, end] = [last.at(0), last.at(-1)];
          if (first === undefined || end === undefined) continue;
          if (ladder.count === 'consecutive' && run.length > ladder.max_failures)
            expect(end - first).toBeGreaterThanOrEqual(least);
          if (ladder.count === 'in_window' && last.length === counted)
            expect(end - first).toBeGreaterThanOrEqual(Math.min(least, ladder.window_seconds));
        }
      }),
    );
  });

  it('blocks only at its total, and only by a failure', () => {
    fc.assert(
      fc.property(attempts, (script) => {
        for (const { before, ledger, right, run } of climb(script)) {
          if (!ledger.blocked) continue;
          expect([before.blocked, right]).toEqual([false, false]);
          if (ladder.count === 'consecutive') expect(run).toHaveLength(ladder.block_at_failures);
          else expect(before.timeouts).toBe(ladder.block_at_timeout - 1);
        }
      }),
    );
  });

  it('locks no earlier for more failures, and forgets only what the policy says', () => {
    fc.assert(
      fc.property(attempts, (script) => {
        for (const { before, ledger, right, now } of climb(script)) {
          if (right) {
            expect(ledger).toEqual(ladder.count === 'in_window' ? before : EMPTY_LEDGER);
            continue;
          }
          expect(ledger.timeouts).toBeGreaterThanOrEqual(before.timeouts);
          if (!ledger.blocked)
            expect(ledger.locked_until ?? 0).toBeGreaterThanOrEqual(before.locked_until ?? 0);
          if (ledger.timeouts > before.timeouts && !ledger.blocked)
            expect((ledger.locked_until ?? 0) - secondsAfter(now).getTime()).toBeGreaterThanOrEqual(
              least * 1000,
            );
        }
      }),
    );
  });
});
