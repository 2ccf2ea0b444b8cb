/** Fields of an AWS cron expression, as sets of what they allow. */
interface Field {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTE: Field = { least: 0, most: 59, names: [] };
const HOUR: Field = { least: 0, most: 23, names: [] };
const DAY_OF_MONTH: Field = { least: 1, most: 31, names: [] };
const MONTH: Field = { least: 1, most: 12, names: MONTHS };
const DAY_OF_WEEK: Field = { least: 1, most: 7, names: DAYS };
const YEAR: Field = { least: 1970, most: 2199, names: [] };

const DAY_MS = 24 * 3600 * 1000;

/** Days looked at for the next time: leap days on a given weekday are up to 40 years apart. */
const MAX_DAYS_AHEAD = 40 * 366;

/** When a cron expression is due. */
export interface Cron {
  /** Milliseconds since the epoch of the first time after `after`; nothing when there is none any more. */
  next(after: number): number | undefined;
}

/**
 * Reads the six fields of an AWS cron expression (minutes, hours, day of month, month, day of week, year; UTC), with
 * `* , - / ? L W #`. Throws an Error that names the field that is wrong.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseCron(expression: string): Cron {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6)
    throw new Error(`a cron expression has six fields, not ${fields.length}: ${expression}`);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error(`exactly one of day of month and day of week must be "?": ${expression}`);
  }
  const minutes = [...valuesOf(minute, MINUTE)].sort((a, b) => a - b);
  const hours = [...valuesOf(hour, HOUR)].sort((a, b) => a - b);
  const months = valuesOf(month, MONTH);
  const years = valuesOf(year, YEAR);
  const isDay = dayOfMonth === '?' ? dayOfWeekTest(dayOfWeek) : dayOfMonthTest(dayOfMonth);

  return {
    next: (after) => {
      const firstDay = Math.floor(after / DAY_MS) * DAY_MS;
      for (let ahead = 0; ahead <= MAX_DAYS_AHEAD; ahead++) {
        const day = new Date(firstDay + ahead * DAY_MS);
        if (!years.has(day.getUTCFullYear()) || !months.has(day.getUTCMonth() + 1) || !isDay(day)) continue;
        for (const atHour of hours) {
          for (const atMinute of minutes) {
            const time = day.getTime() + (atHour * 60 + atMinute) * 60_000;
            if (time > after) return time;
          }
        }
      }
      return undefined;
    },
  };
}

function valuesOf(text: string, field: Field): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const { from, to } = rangeOf(range, field, step !== undefined);
    const every = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(every) || every < 1) throw new Error(`"${part}" is no step`);
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return values;
}

function rangeOf(range: string, field: Field, isStepped: boolean): { from: number; to: number } {
  if (range === '*') return { from: field.least, to: field.most };
  const [first = '', last] = range.split('-');
  const from = numberOf(first, field);
  if (last === undefined) return { from, to: isStepped ? field.most : from };
  return { from, to: numberOf(last, field) };
}

function numberOf(text: string, { least, most, names }: Field): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named === -1 ? Number(text) : named + 1;
  if (text !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`"${text}" is not between ${least} and ${most}`);
}

type DayTest = (day: Date) => boolean;

const daysInMonth = (day: Date) =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

function dayOfMonthTest(text: string): DayTest {
  if (text === 'L') return (day) => day.getUTCDate() === daysInMonth(day);
  const nearest = /^(\d{1,2}|L)W$/.exec(text)?.[1];
  if (nearest !== undefined) return (day) => day.getUTCDate() === nearestWeekday(day, nearest);
  const days = valuesOf(text, DAY_OF_MONTH);
  return (day) => days.has(day.getUTCDate());
}

/** The weekday nearest to a day of the month, without leaving the month. */
function nearestWeekday(day: Date, text: string): number {
  const last = daysInMonth(day);
  const wanted = text === 'L' ? last : Math.min(Number(text), last);
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), wanted)).getUTCDay();
  if (weekday === 6) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 0) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}

function dayOfWeekTest(text: string): DayTest {
  const weekdayOf = (day: Date) => day.getUTCDay() + 1;
  const [, lastDay] = /^(\w+)L$/.exec(text) ?? [];
  if (lastDay !== undefined) {
    const wanted = numberOf(lastDay, DAY_OF_WEEK);
    return (day) => weekdayOf(day) === wanted && day.getUTCDate() > daysInMonth(day) - 7;
  }
  const [, nthDay, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (nthDay !== undefined) {
    const wanted = numberOf(nthDay, DAY_OF_WEEK);
    return (day) => weekdayOf(day) === wanted && Math.ceil(day.getUTCDate() / 7) === Number(nth);
  }
  const days = valuesOf(text === 'L' ? '7' : text, DAY_OF_WEEK);
  return (day) => days.has(weekdayOf(day));
}
