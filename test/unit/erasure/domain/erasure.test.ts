import { describe, expect, it } from 'vitest';
import {
  isConfirmed,
  isOverdue,
  isRunning,
  isSettled,
  mergeTraces,
  NO_TRACES,
  unconfirmed,
} from '../../../../lambda/erasure/domain/erasure.ts';
import { STORE_NAMES } from '../../../../lambda/erasure/domain/stores.ts';
import { anErasure } from '../../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

describe('an erasure', () => {
  it('is settled once no function runs that began before it, and overdue after a day', () => {
    const erasure = anErasure();
    expect([14, 15].map((minutes) => isSettled(erasure, 900_000, minutesAfter(minutes)))).toEqual([
      false,
      true,
    ]);
    expect([23, 24].map((hours) => isOverdue(erasure, minutesAfter(hours * 60)))).toEqual([false, true]);
  });

  it('runs until it holds no user', () => {
    expect(isRunning(anErasure())).toBe(true);
    const { user_id: _user, ...completed } = anErasure();
    expect(isRunning({ ...completed, state: 'completed' })).toBe(false);
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
    const found = { ...NO_TRACES, image_ids: ['img_1', 'img_2'] };
    expect(mergeTraces({ ...NO_TRACES, image_ids: ['img_1'] }, found)).toEqual(found);
  });
});
