import * as z from 'zod/mini';
import { formatNumber } from '../text/format.ts';

/** An alarm as DescribeAlarms reports it; `since` is epoch milliseconds. */
export const alarmSchema = z.object({
  name: z.string(),
  arn: z.string(),
  description: z.string(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string(),
  since: z.number(),
});
export type Alarm = z.infer<typeof alarmSchema>;

/** An alarm as the page shows it. */
export interface ShownAlarm extends Omit<Alarm, 'description' | 'reason'> {
  readonly title: string;
  /** Why its threshold is what it is. */
  readonly why: string;
  /** Values that its state was found by; none for one that is OK: its reason says what was not crossed. */
  readonly found: string | undefined;
  /** Heading of the runbook, if it names one. */
  readonly anchor: string | undefined;
}

const ORDER: Readonly<Record<Alarm['state'], number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

/** Reads the parts of an alarm's description: `Title: why. Runbook: docs/runbook.md#anchor`. */
export function shownAlarm({ description, reason, ...alarm }: Alarm): ShownAlarm {
  const [, title = alarm.name, rest = description] = /^([^:]+): (.*)$/s.exec(description) ?? [];
  const [, why = rest, anchor] = /^(.*?)\s*Runbook: \S*#(\S+)$/s.exec(rest) ?? [];
  const found = alarm.state === 'OK' ? undefined : withShortNumbers(reason);
  return { ...alarm, title, why, found, anchor };
}

const withShortNumbers = (reason: string): string =>
  reason.replace(/\d+\.\d{3,}/g, (number) => formatNumber(Number(number)));

/** Those that ring come first, then in the order of their titles. */
export const inOrder = (alarms: readonly ShownAlarm[]): ShownAlarm[] =>
  alarms.toSorted(
    (one, other) => ORDER[one.state] - ORDER[other.state] || one.title.localeCompare(other.title),
  );
