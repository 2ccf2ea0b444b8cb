import { describe, expect, it } from 'vitest';
import {
  dueAt,
  erasure,
  extendedTo,
  isConfirmed,
  isOverdue,
  isRunning,
  mergeTraces,
  NO_TRACES,
  settlesAt,
  traces,
  unconfirmed,
} from '../../../../lambda/erasure/domain/erasure.ts';
import { STORE_NAMES } from '../../../../lambda/erasure/domain/stores.ts';
import { anErasure } from '../../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

describe('an erasure', () => {
  it('is settled once no function runs that began before it, and overdue after a day', () => {
    const begun = anErasure();
    expect(settlesAt(begun, 900_000)).toBe(minutesAfter(15).getTime());
    expect([23, 24].map((hours) => isOverdue(begun, minutesAfter(hours * 60)))).toEqual([false, true]);
  });

  it('is extended to a later time, and settles anew', () => {
    const extended = extendedTo(anErasure(), minutesAfter(3), minutesAfter(5));
    if (!extended) throw new Error('it was not extended');
    expect(extended).toMatchObject({ erased_at: minutesAfter(3).toISOString(), revision: 2 });
    expect(settlesAt(extended, 900_000)).toBe(minutesAfter(20).getTime());
    expect(dueAt(extended)).toBe(dueAt(anErasure()));
    expect(extendedTo(extended, minutesAfter(3), minutesAfter(6))).toBeUndefined();
    expect(extendedTo(extended, minutesAfter(1), minutesAfter(6))).toBeUndefined();
    expect(erasure.parse(extended)).toEqual(extended);
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
