import { parseCron } from './cron.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** When a schedule is due: milliseconds since the epoch of the first time after `after`, or nothing when there is none. */
export type NextTime = (after: number) => number | undefined;

/**
 * Reads `rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2026-03-01T12:00:00)`, all in UTC. A rate counts from `after`.
 * Throws an Error for anything else.
 */
export function parseSchedule(expression: string): NextTime {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'cron') return parseCron(argument).next;
  if (kind === 'rate') return parseRate(argument);
  const time = Date.parse(`${argument}Z`);
  if (kind === 'at' && !Number.isNaN(time)) return (after) => (time > after ? time : undefined);
  throw new Error(`"${expression}" is not rate(...), cron(...) or at(...)`);
}

function parseRate(rate: string): NextTime {
  const [, count = '', unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(rate) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? 0);
  // AWS wants the singular for 1 and the plural for the rest
  if (ms <= 0 || (Number(count) === 1) !== (plural === ''))
    throw new Error(`"${rate}" is not a rate such as "5 minutes"`);
  return (after) => after + ms;
}
