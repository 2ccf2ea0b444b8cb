import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admits,
  type BulkCapacity,
  bulkCapacityOf,
  calendarOf,
  capacityOf,
  FULL_RATE,
  interactiveRoom,
  isNear,
  LENDING_MS,
  OBSERVED_WINDOWS,
  permitTime,
  type RateCalendar,
  reservedFor,
  shareAt,
  stepDown,
  windowAt,
  windowStart,
} from '../../../../lambda/rate-limits/domain/rate-window.ts';

interface Row {
  readonly tenants: Map<string, number>;
  bulk: number;
  interactive: number;
}

/** The calendar as rows that only one caller at a time writes: what the adapters make of it in DynamoDB. */
class Calendar {
  readonly calendar: RateCalendar;
  readonly #windows = new Map<number, Row>();

  constructor(rate: number) {
    this.calendar = calendarOf(rate);
  }

  row(window: number): Row {
    const row = this.#windows.get(window) ?? { tenants: new Map<string, number>(), bulk: 0, interactive: 0 };
    this.#windows.set(window, row);
    return row;
  }

  totals(): readonly Readonly<Pick<Row, 'bulk' | 'interactive'>>[] {
    return [...this.#windows.values()].map(({ bulk, interactive }) => ({ bulk, interactive }));
  }

  capacityAt(now: number): BulkCapacity {
    const present = windowAt(this.calendar, now);
    const observed = Array.from(
      { length: OBSERVED_WINDOWS },
      (_, index) => this.row(present - 1 - index).interactive,
    );
    return bulkCapacityOf(capacityOf(this.calendar, 1), observed);
  }

  /** Reserves for a bulk call. @returns when the permit may be used */
  reserve(tenant: string, now: number): number {
    const capacity = this.capacityAt(now);
    for (let window = windowAt(this.calendar, now); ; window += 1) {
      const row = this.row(window);
      const { tenants, bulk, interactive } = row;
      const own = tenants.get(tenant);
      const total = bulk + interactive;
      const use = { total, bulk, tenants: tenants.size, ...(own === undefined ? {} : { own }) };
      if (!admits(use, 1, capacity, isNear(this.calendar, window, now))) continue;
      tenants.set(tenant, (own ?? 0) + 1);
      row.bulk += 1;
      return Math.max(now, permitTime(this.calendar, window, total + 1, capacity.all));
    }
  }

  /** Takes a permit for an interactive call. @returns when it may be used */
  take(now: number): number {
    for (let window = windowAt(this.calendar, now); ; window += 1) {
      const row = this.row(window);
      if (interactiveRoom(this.calendar, row.interactive) === 0) continue;
      row.interactive += 1;
      return Math.max(now, windowStart(this.calendar, window));
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

describe('calls of registrations beside bulk calls', () => {
  const calls = fc.array(
    fc.record({
      by: fc.constantFrom('acme', 'globex', 'registration'),
      gapMs: fc.integer({ min: 0, max: 200 }),
      count: fc.integer({ min: 1, max: 30 }),
    }),
    { minLength: 1, maxLength: 60 },
  );

  it('are made in the present window unless they alone have used it, whatever is reserved', () => {
    fc.assert(
      fc.property(rate, calls, (permitsPerSecond, asked) => {
        const calendar = new Calendar(permitsPerSecond);
        let now = 1_700_000_000_000;
        for (const { by, gapMs, count } of asked) {
          now += gapMs;
          for (let call = 0; call < count; call += 1) {
            if (by !== 'registration') {
              calendar.reserve(by, now);
              continue;
            }
            const used = calendar.row(windowAt(calendar.calendar, now)).interactive;
            const waits = calendar.take(now) > now;
            expect(waits).toBe(used >= calendar.calendar.permits);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('alone exceed a window, since bulk calls take only what is left, and never beyond its double', () => {
    fc.assert(
      fc.property(rate, calls, (permitsPerSecond, asked) => {
        const calendar = new Calendar(permitsPerSecond);
        const { permits } = calendar.calendar;
        let now = 1_700_000_000_000;
        for (const { by, gapMs, count } of asked) {
          now += gapMs;
          for (let call = 0; call < count; call += 1) {
            if (by === 'registration') {
              calendar.take(now);
              continue;
            }
            const { bulk } = calendar.capacityAt(now);
            const before = calendar.totals();
            calendar.reserve(by, now);
            const after = calendar.totals();
            // bulk calls exceed nothing: neither the window nor what is left of it
            const taken = after.find((row, index) => row.bulk > (before[index]?.bulk ?? 0));
            expect(taken?.bulk).toBeLessThanOrEqual(bulk);
            expect((taken?.bulk ?? 0) + (taken?.interactive ?? 0)).toBeLessThanOrEqual(permits);
          }
        }
        for (const { bulk, interactive } of calendar.totals()) {
          expect(interactive).toBeLessThanOrEqual(permits);
          expect(bulk + interactive).toBeLessThanOrEqual(2 * permits);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 5, 20, 45, 49])(
    'leave the rest of the rate to bulk calls, which keep within it: %i of 50 per second',
    (perSecond) => {
      const calendar = new Calendar(50);
      const start = 1_700_000_000_000;
      const workers = Array.from({ length: 50 }, () => start);
      const served = { bulk: 0, interactive: 0 };
      let next = start;
      /** Bulk calls have noticed the registrations, and used what they had reserved before. */
      const settled = start + 3_000;
      for (;;) {
        const worker = workers.indexOf(Math.min(...workers));
        const now = workers[worker] ?? start;
        if (now > settled + 20_000) break;
        for (; perSecond > 0 && next <= now; next += 1000 / perSecond) {
          expect(calendar.take(next)).toBe(next);
          if (next >= settled) served.interactive += 1;
        }
        const at = calendar.reserve('acme', now);
        if (at >= settled && at < settled + 20_000) served.bulk += 1;
        workers[worker] = at + 300;
      }
      const { permits, windowMs } = calendar.calendar;
      const ofRegistrations = Math.ceil((perSecond * windowMs) / 1000);
      const left = (permits - Math.min(ofRegistrations, permits - 1)) * (20_000 / windowMs);
      expect(served.bulk).toBeGreaterThan(0.9 * left - 20);
      // one permit of each window at most is lost or granted beyond the rate
      expect(served.bulk + served.interactive).toBeLessThan(1.02 * 50 * 20 + 20_000 / windowMs);
    },
  );

  it('have no permit reserved where there are none, and never the last one', () => {
    expect(reservedFor([], 10)).toBe(0);
    expect(reservedFor([0, 0, 0, 0, 0], 10)).toBe(0);
    expect(reservedFor([1, 0, 0, 0, 0], 10)).toBe(1);
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 50 }), { maxLength: OBSERVED_WINDOWS }),
        fc.integer({ min: 1, max: 50 }),
        (observed, capacity) => {
          const reserved = reservedFor(observed, capacity);
          expect(reserved).toBeGreaterThanOrEqual(0);
          expect(reserved).toBeLessThan(capacity);
          expect(reserved).toBeLessThanOrEqual(Math.max(0, ...observed));
        },
      ),
    );
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
