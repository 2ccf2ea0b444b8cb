const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two times of a schedule such as `rate(5 minutes)`.
 * @throws Error for anything else; cron expressions are not emulated
 */
export function parseRate(expression: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression.trim()) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? 0);
  // AWS wants the singular for 1 and the plural for the rest
  if (ms <= 0 || (Number(count) === 1) !== (plural === ''))
    throw new Error(`the schedule "${expression}" is not a rate such as "rate(5 minutes)"`);
  return ms;
}
