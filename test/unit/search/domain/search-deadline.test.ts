import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  searchDeadline,
  timeForCall,
  waitBeforeCall,
} from '../../../../lambda/search/domain/search-deadline.ts';

it('leaves room for two more calls after one that hangs', () => {
  const deadline = searchDeadline(0, 12_000);
  expect(timeForCall(deadline, 0)).toBe(4_000);
  expect(timeForCall(deadline, 10_000)).toBe(2_000);
  expect(timeForCall(deadline, 12_001)).toBe(0);
});

it('waits longer with each call, and not at all where the deadline would pass', () => {
  const deadline = searchDeadline(0, 12_000);
  expect([1, 2, 3, 4, 5].map((calls) => waitBeforeCall(deadline, 0, calls))).toEqual([
    200, 400, 800, 1_600, 2_000,
  ]);
  expect(waitBeforeCall(deadline, 11_799, 1)).toBe(200);
  expect(waitBeforeCall(deadline, 11_800, 1)).toBeUndefined();
  expect(waitBeforeCall(deadline, 0, 6)).toBeUndefined();
});

it('never lets a call that is waited for begin or end after the deadline', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000 }),
      fc.nat(30_000),
      fc.integer({ min: 1, max: 10 }),
      (length, now, calls) => {
        const deadline = searchDeadline(0, length);
        const wait = waitBeforeCall(deadline, now, calls);
        if (wait === undefined) return;
        expect(now + wait).toBeLessThan(length);
        expect(now + wait + timeForCall(deadline, now + wait)).toBeLessThanOrEqual(length);
      },
    ),
  );
});
