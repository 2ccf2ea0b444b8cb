import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admits,
  calendarOf,
  capacityOf,
  FULL_RATE,
  isNear,
  LENDING_MS,
  permitTime,
  type RateCalendar,
  shareAt,
  stepDown,
  windowAt,
} from '../../../../lambda/rate-limits/domain/rate-window.ts';

/** The calendar as rows that only one caller at a time writes: what the adapter makes of it in DynamoDB. */
class Calendar {
  readonly calendar: RateCalendar;
  readonly #windows = new Map<number, Map<string, number>>();

  constructor(rate: number) {
    this.calendar = calendarOf(rate);
  }

  /** @returns when the permit may be used */
  reserve(tenant: string, now: number): number {
    const capacity = capacityOf(this.calendar, 1);
    for (let window = windowAt(this.calendar, now); ; window += 1) {
      const taken = this.#windows.get(window) ?? new Map<string, number>();
      const own = taken.get(tenant);
      const total = [...taken.values()].reduce((sum, permits) => sum + permits, 0);
      const use = { total, tenants: taken.size, ...(own === undefined ? {} : { own }) };
      if (!admits(use, 1, capacity, isNear(this.calendar, window, now))) continue;
      this.#windows.set(window, taken.set(tenant, (own ?? 0) + 1));
      return Math.max(now, permitTime(this.calendar, window, total + 1, capacity));
    }
  }
}

const rate = fc.integer({ min: 1, max: 200 });
const arrivals = fc.array(
  fc.record({
    tenant: fc.constantFrom('acme', 'globex', 'initech'),
    gapMs: fc.integer({ min: 0, max: 400 }),
  }),
  { minLength: 1, maxLength: 150 },
);

/** Reserves for all arrivals. */
function permitsOf(permitsPerSecond: number, asked: readonly { tenant: string; gapMs: number }[]) {
  const calendar = new Calendar(permitsPerSecond);
  let now = 1_700_000_000_000;
  return asked.map(({ tenant, gapMs }) => {
    now += gapMs;
    return { tenant, now, at: calendar.reserve(tenant, now) };
  });
}

describe('a shared rate', () => {
  it('is never exceeded over any stretch of time, but for the permits of one window', () => {
    fc.assert(
      fc.property(rate, arrivals, (permitsPerSecond, asked) => {
        const times = permitsOf(permitsPerSecond, asked)
          .map(({ at }) => at)
          .sort((one, other) => one - other);
        const burst = calendarOf(permitsPerSecond).permits;
        for (const [first, from] of times.entries()) {
          for (const [offset, to] of times.slice(first).entries()) {
            const used = offset + 1;
            expect(used).toBeLessThanOrEqual(((to - from) * permitsPerSecond) / 1000 + burst + 1.001);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives no permit before it is asked for', () => {
    fc.assert(
      fc.property(rate, arrivals, (permitsPerSecond, asked) => {
        for (const { at, now } of permitsOf(permitsPerSecond, asked)) expect(at).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  it('lets a newcomer in within the lending time, however much another has reserved ahead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 200 }),
        fc.integer({ min: 1, max: 2000 }),
        (permitsPerSecond, flood) => {
          const calendar = new Calendar(permitsPerSecond);
          const now = 1_700_000_000_000;
          for (let asked = 0; asked < flood; asked += 1) calendar.reserve('flood', now);
          const waitMs = calendar.reserve('newcomer', now) - now;
          expect(waitMs).toBeLessThanOrEqual(LENDING_MS + 2 * calendar.calendar.windowMs);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is used up by one tenant alone that asks again when it is served', () => {
    const calendar = new Calendar(50);
    const start = 1_700_000_000_000;
    const workers = Array.from({ length: 50 }, () => start);
    let served = 0;
    for (;;) {
      const next = workers.indexOf(Math.min(...workers));
      const now = workers[next] ?? start;
      if (now > start + 20_000) break;
      const at = calendar.reserve('acme', now);
      if (at <= start + 20_000) served += 1;
      workers[next] = at + 300;
    }
    expect(served / 20).toBeGreaterThan(0.99 * 50);
  });

  it('is halved between two tenants that both want all of it, one of which has more workers', () => {
    const calendar = new Calendar(50);
    const start = 1_700_000_000_000;
    const workers = Array.from({ length: 90 }, (_, index) => ({
      tenant: index < 60 ? 'big' : 'small',
      at: start,
    }));
    const served = { big: 0, small: 0 };
    for (;;) {
      const next = workers.reduce((one, other) => (other.at < one.at ? other : one));
      if (next.at > start + 20_000) break;
      const at = calendar.reserve(next.tenant, next.at);
      served[next.tenant as 'big' | 'small'] += 1;
      next.at = at + 200;
    }
    expect(served.big + served.small).toBeGreaterThan(0.98 * 1000);
    // the wait is shared, and so is what it is waited for: a third of the workers gets no less than a third
    expect(served.small).toBeGreaterThan(0.32 * 1000);
  });
});

describe('stepping down', () => {
  it('takes a fifth off once a second, and comes back by a twentieth a second', () => {
    const once = stepDown(FULL_RATE, 10_000);
    expect(once.share).toBeCloseTo(0.8);
    expect(stepDown(once, 10_500)).toBe(once);
    expect(stepDown(once, 11_000).share).toBeCloseTo(0.85 * 0.8);
    expect(shareAt(once, 12_000)).toBeCloseTo(0.9);
    expect(shareAt(once, 60_000)).toBe(1);
  });

  it('never stops, and rises as time goes by', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 60 }), (gaps) => {
        let now = 0;
        let rateShare = FULL_RATE;
        for (const gap of gaps) {
          now += gap;
          expect(shareAt(rateShare, now)).toBeGreaterThanOrEqual(shareAt(rateShare, now - gap));
          rateShare = stepDown(rateShare, now);
          expect(shareAt(rateShare, now)).toBeGreaterThanOrEqual(0.1);
          expect(capacityOf(calendarOf(5), rateShare.share)).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});
