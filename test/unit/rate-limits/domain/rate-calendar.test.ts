import { describe, expect, it } from 'vitest';
import {
  admits,
  calendarOf,
  isFull,
  isNear,
  LENDING_MS,
  largestReservation,
  permitTime,
  shareOf,
  windowAt,
} from '../../../../lambda/rate-limits/domain/rate-window.ts';

describe('the windows of a calendar', () => {
  it('have the rate of about a fifth of a second, and enough permits to share', () => {
    expect(calendarOf(50)).toEqual({ permits: 10, windowMs: 200 });
    expect(calendarOf(5)).toEqual({ permits: 4, windowMs: 800 });
  });

  it('have their permits spread evenly over their time', () => {
    const calendar = calendarOf(50);
    expect([1, 2, 10].map((total) => permitTime(calendar, 7, total, 10))).toEqual([1400, 1420, 1580]);
    expect(windowAt(calendar, 1599)).toBe(7);
    expect(windowAt(calendar, 1600)).toBe(8);
  });

  it('are near up to the lending time', () => {
    const calendar = calendarOf(50);
    expect(isNear(calendar, 5, 1000 - LENDING_MS)).toBe(true);
    expect(isNear(calendar, 5, 999 - LENDING_MS)).toBe(false);
  });

  it('are full for bulk calls once all of either number is taken', () => {
    const capacity = { all: 10, bulk: 6 };
    const use = (total: number, bulk: number) => isFull({ total, bulk, tenants: 1 }, capacity);
    expect([use(9, 5), use(10, 5), use(9, 6)]).toEqual([false, true, true]);
  });

  it('give a far tenant its share among those there and one more', () => {
    const [stranger, one] = [
      { total: 4, bulk: 4, tenants: 2 },
      { total: 4, bulk: 4, tenants: 2, own: 3 },
    ];
    expect([shareOf(stranger, 12), shareOf(one, 12), shareOf(one, 2)]).toEqual([3, 4, 1]);
    const capacity = { all: 12, bulk: 12 };
    expect([admits(one, 1, capacity, false), admits(one, 2, capacity, false)]).toEqual([true, false]);
    expect(admits(one, 2, capacity, true)).toBe(true);
  });

  it('may be reserved by half, and always by one permit', () => {
    expect([largestReservation(10), largestReservation(9), largestReservation(1)]).toEqual([5, 4, 1]);
  });
});
