import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  eventOfSuspicion,
  NO_SIGNALS,
  recordSignal,
  windowMs,
} from '../../../../lambda/abuse/domain/takeover-signals.ts';
import { NOON, TENANT } from '../../../support/lambda/builders.ts';

const RULE = { signals: 3, window_hours: 24 };
const at = (hours: number, signal: 'abandoned' | 'mismatched' = 'abandoned') => ({
  at: NOON.getTime() + hours * 3_600_000,
  session_id: `vs_${hours}`,
  signal,
});

/** Records signals at hours. @returns the hours at which a suspicion was raised */
function suspicions(hours: readonly number[], rule = RULE): number[] {
  let signals = NO_SIGNALS;
  return hours.filter((hour) => {
    const { after, isSuspected } = recordSignal(signals, at(hour), rule);
    signals = after;
    return isSuspected;
  });
}

it('suspects a takeover with the last of so many signals in the window, and not again within it', () => {
  expect(suspicions([0, 1])).toEqual([]);
  expect(suspicions([0, 1, 2, 3, 4])).toEqual([2]);
  expect(suspicions([0, 23, 46, 60, 62])).toEqual([62]);
  expect(suspicions([0, 1, 2, 27, 28, 29])).toEqual([2, 29]);
  expect(suspicions([0], { ...RULE, signals: 1 })).toEqual([0]);
  // a suspicion as old as the window is no part of it
  expect(suspicions([0, 1, 2, 24, 25, 26])).toEqual([2, 26]);
});

it('keeps the latest of many signals, and when it has suspected a takeover', () => {
  const many = Array.from({ length: 25 }, (_, index) => at(index / 10));
  const row = many.reduce((before, one) => recordSignal(before, one, RULE).after, NO_SIGNALS);
  expect(row).toEqual({ signals: many.slice(-20), suspected_at: many[2]?.at });
  expect(recordSignal(NO_SIGNALS, at(0), RULE).after).toStrictEqual({ signals: [at(0)] });
});

it('raises at most one suspicion per window, and keeps a bounded row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (gaps, signals) => {
        const rule = { signals, window_hours: 24 };
        let hour = 0;
        let row = NO_SIGNALS;
        let last: number | undefined;
        for (const gap of gaps) {
          hour += gap;
          const { after, isSuspected } = recordSignal(row, at(hour), rule);
          row = after;
          expect(row.signals.length).toBeLessThanOrEqual(20);
          expect(row.signals.every((one) => one.at > at(hour).at - windowMs(rule))).toBe(true);
          if (!isSuspected) continue;
          expect(row.signals.length).toBeGreaterThanOrEqual(signals);
          if (last !== undefined) expect(hour - last).toBeGreaterThanOrEqual(24);
          last = hour;
        }
      },
    ),
    { numRuns: 50 },
  );
});

it('reports the user, the session and its signal, once for each session', () => {
  expect(eventOfSuspicion({ tenant: TENANT, user_id: 'ann' }, at(2, 'mismatched'), 3)).toMatchObject({
    type: 'user.takeover_suspected',
    id: 'takeover-vs_2',
    subject: 'ann',
    user_id: 'ann',
    session_id: 'vs_2',
    details: { signal: 'mismatched', signals: 3 },
  });
});
