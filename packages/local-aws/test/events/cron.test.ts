import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/events/cron.ts';
import { parseSchedule } from '../../src/events/schedule-expression.ts';

const at = (time: string) => Date.parse(`${time}Z`);
const dueAfter = (expression: string, time: string) => {
  const next = parseCron(expression).next(at(time));
  return next === undefined ? undefined : new Date(next).toISOString().slice(0, 16);
};

describe('a cron expression', () => {
  it.each([
    ['every day at 10:00', '0 10 * * ? *', '2026-03-01T10:00', '2026-03-02T10:00'],
    ['every 15 minutes', '0/15 * * * ? *', '2026-03-01T10:07', '2026-03-01T10:15'],
    ['on weekdays', '0 18 ? * MON-FRI *', '2026-03-06T18:00', '2026-03-09T18:00'],
    ['on the first of the month', '0 8 1 * ? *', '2026-03-01T08:00', '2026-04-01T08:00'],
    ['on the last day of February', '0 0 L 2 ? *', '2026-03-01T00:00', '2027-02-28T00:00'],
    ['on the weekday nearest to the 1st', '0 0 1W * ? *', '2026-07-31T12:00', '2026-08-03T00:00'],
    ['on the second Tuesday', '0 0 ? * 3#2 *', '2026-03-01T00:00', '2026-03-10T00:00'],
    ['on the last Friday', '0 0 ? * 6L *', '2026-03-01T00:00', '2026-03-27T00:00'],
    ['at listed hours of a range of minutes', '0-10/5 8,17 * * ? *', '2026-03-01T08:10', '2026-03-01T17:00'],
    ['on a leap day', '0 0 29 2 ? *', '2026-03-01T00:00', '2028-02-29T00:00'],
    ['in one year', '0 0 1 1 ? 2030', '2026-03-01T00:00', '2030-01-01T00:00'],
  ])('is due %s', (_name, expression, now, due) => {
    expect(dueAfter(expression, now)).toBe(due);
  });

  it('is due no more after its last year', () => {
    expect(dueAfter('0 0 1 1 ? 2020', '2026-03-01T00:00')).toBeUndefined();
  });

  it.each([
    ['five fields', '0 10 * * ?'],
    ['both days', '0 10 1 * 2 *'],
    ['no day', '0 10 ? * ? *'],
    ['minute 60', '60 10 * * ? *'],
    ['a month that there is none of', '0 10 1 FOO ? *'],
  ])('refuses %s', (_name, expression) => {
    expect(() => parseCron(expression)).toThrow();
  });

  it('gives the first time after now that its fields allow', () => {
    const field = (most: number) => fc.oneof(fc.constant('*'), fc.nat({ max: most }).map(String));
    fc.assert(
      fc.property(
        field(59),
        field(23),
        fc.date({ min: new Date(at('2026-01-01')), max: new Date(at('2027-01-01')), noInvalidDate: true }),
        (minute, hour, now) => {
          const next = parseCron(`${minute} ${hour} * * ? *`).next(now.getTime()) ?? Number.NaN;
          // the plainest way: try every minute of the next day
          let expected = Math.floor(now.getTime() / 60_000) * 60_000;
          const fits = (time: Date) =>
            (minute === '*' || time.getUTCMinutes() === Number(minute)) &&
            (hour === '*' || time.getUTCHours() === Number(hour));
          do expected += 60_000;
          while (!fits(new Date(expected)));
          expect(next).toBe(expected);
        },
      ),
    );
  });
});

describe('a schedule expression', () => {
  const now = at('2026-03-01T12:00:00');

  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(12 hours)', 43_200_000],
    ['rate(1 day)', 86_400_000],
    ['at(2026-03-01T12:00:30)', 30_000],
  ])('reads %s', (expression, ms) => {
    expect(parseSchedule(expression)(now)).toBe(now + ms);
  });

  it('has no next time once a single time has passed', () => {
    expect(parseSchedule('at(2026-03-01T11:00:00)')(now)).toBeUndefined();
  });

  it.each(['rate(0 minutes)', 'rate(1 minutes)', 'rate(5 minute)', 'rate(5 weeks)', 'every day', 'at(soon)'])(
    'refuses %s',
    (expression) => {
      expect(() => parseSchedule(expression)).toThrow();
    },
  );
});
