import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueAt,
  type ErasureCause,
  erasure,
  extendedBy,
  isConfirmed,
  isOverdue,
  isRunning,
  mergeTraces,
  NO_TRACES,
  type RunningErasure,
  settlesAt,
  traces,
  unconfirmed,
} from '../../../../lambda/erasure/domain/erasure.ts';
import { STORE_NAMES } from '../../../../lambda/erasure/domain/stores.ts';
import { anErasure } from '../../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

/** Minutes. */
const DAY = 24 * 60;

describe('an erasure', () => {
  it('is settled once no function runs that began before it, and overdue after a day', () => {
    const begun = anErasure();
    expect(settlesAt(begun, 900_000)).toBe(minutesAfter(15).getTime());
    expect([23, 24].map((hours) => isOverdue(begun, minutesAfter(hours * 60)))).toEqual([false, true]);
  });

  const extended = (one: RunningErasure, wantedAt: number, now: number, cause: ErasureCause = 'operator') =>
    extendedBy(one, { cause, erased_at: minutesAfter(wantedAt) }, minutesAfter(now));

  it('is extended to a later time, and settles anew', () => {
    const later = extended(anErasure(), 3, 5);
    if (!later) throw new Error('it was not extended');
    expect(later).toMatchObject({ erased_at: minutesAfter(3).toISOString(), revision: 2 });
    expect(settlesAt(later, 900_000)).toBe(minutesAfter(20).getTime());
    expect(dueAt(later)).toBe(dueAt(anErasure()));
    expect(extended(later, 3, 6)).toBeUndefined();
    expect(extended(later, 1, 6)).toBeUndefined();
    expect(erasure.parse(later)).toEqual(later);
  });

  it('is extended by requests for a day, and by withdrawals always', () => {
    expect(extended(anErasure(), DAY - 1, DAY - 1, 'backend')).toBeDefined();
    expect(extended(anErasure(), DAY, DAY, 'backend')).toBeUndefined();
    expect(extended(anErasure(), DAY, DAY, 'operator')).toBeUndefined();
    expect(extended(anErasure(), DAY, DAY, 'consent_withdrawn')).toBeDefined();
  });

  it('is not extended by a request that is repeated within a minute', () => {
    expect(extended(anErasure(), 0.9, 0.9)).toBeUndefined();
    expect(extended(anErasure(), 0.9, 0.9, 'consent_withdrawn')).toBeDefined();
    const later = extended(anErasure(), 3, 3);
    expect(later && extended(later, 3.9, 3.9)).toBeUndefined();
    expect(later && extended(later, 4, 4)).toBeDefined();
  });

  it('settles within a day and its time, however often a client repeats its request', () => {
    const times = fc.array(fc.integer({ min: 0, max: 3 * DAY }), { maxLength: 40 });
    fc.assert(
      fc.property(times, (minutes) => {
        const last = minutes
          .toSorted((a, b) => a - b)
          .reduce((one, minute) => extended(one, minute, minute) ?? one, anErasure());
        expect(settlesAt(last, 900_000)).toBeLessThan(minutesAfter(DAY + 15).getTime());
        // of the first day, nothing that began before a request is left
        const wanted = minutes.filter((minute) => minute < DAY);
        expect(last.erased_at).toBe(minutesAfter(Math.max(0, ...wanted)).toISOString());
      }),
    );
  });

  it('is due a month after it was asked for', () => {
    expect(dueAt(anErasure())).toBe(minutesAfter(30 * 24 * 60).toISOString());
  });

  it('is read again as it was written, and has no entries in a release before watchlists', () => {
    const held = [{ list_id: 'list-1', entry_id: 'wle_1' }];
    const stores = {
      faces: { removed: 1, left: 0, checked_at: NOON.toISOString(), problem: 'TimeoutError' },
    };
    const whole = anErasure({ held, stores, receipt: 'jwt', completed_at: NOON.toISOString() });
    expect(erasure.parse(whole)).toEqual(whole);
    const { entry_keys: _later, ...earlier } = NO_TRACES;
    expect(traces.parse(earlier)).toEqual(NO_TRACES);
  });

  it('runs until it holds no user', () => {
    expect(isRunning(anErasure())).toBe(true);
    const { user_id: _user, ...completed } = anErasure();
    expect(isRunning({ ...completed, state: 'completed' })).toBe(false);
    expect(isRunning(completed)).toBe(false);
    expect(isRunning(anErasure({ state: 'completed' }))).toBe(false);
  });

  it('is confirmed by a store that has answered that nothing is left', () => {
    const empty = { removed: 1, left: 0, checked_at: NOON.toISOString() };
    expect(isConfirmed(empty)).toBe(true);
    expect(isConfirmed({ ...empty, left: 1 })).toBe(false);
    expect(isConfirmed({ ...empty, problem: 'TimeoutError' })).toBe(false);
    expect(isConfirmed(undefined)).toBe(false);
    expect(unconfirmed({ stores: { faces: empty } })).toEqual(STORE_NAMES.filter((name) => name !== 'faces'));
  });

  it('keeps each trace once', () => {
    for (const kind of Object.keys(NO_TRACES)) {
      const [known, found] = [
        { ...NO_TRACES, [kind]: ['one', 'two'] },
        { ...NO_TRACES, [kind]: ['two', 'three'] },
      ];
      expect(mergeTraces(known, found)).toEqual({ ...NO_TRACES, [kind]: ['one', 'two', 'three'] });
      expect(mergeTraces(known, NO_TRACES)).toEqual(known);
    }
  });
});
