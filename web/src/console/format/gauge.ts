import { formatNumber, formatPercent } from './numbers.ts';
import { humanize } from './words.ts';

/** A measured value with its limit, as a report has it. */
export interface Measure {
  readonly name: string;
  readonly value: number | boolean;
  readonly limit?: string | undefined;
}

/** Where a value may lie. A side without a bound is open. */
interface Bounds {
  readonly from?: number;
  readonly to?: number;
}

/** A value on a scale from 0 to 1, and the part of the scale that it may lie in. */
export interface Gauge {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

const NUMBER = '(-?\\d+(?:\\.\\d+)?)';
const FORMS: readonly [RegExp, (first: number, second: number) => Bounds][] = [
  [new RegExp(`^(?:>=?|at least) ${NUMBER}$`), (from) => ({ from })],
  [new RegExp(`^(?:<=?|at most) ${NUMBER}$`), (to) => ({ to })],
  [new RegExp(`^${NUMBER} to ${NUMBER}$`), (from, to) => ({ from, to })],
];

/** Part of the scale that stays free beyond the largest of value and limits. */
const MARGIN = 1.25;

/** Returns how a measure is drawn; undefined where a bar says nothing, as for a count that must be 0. */
export function gaugeOf({ name, value, limit = '' }: Measure): Gauge | undefined {
  const bounds = boundsOf(limit);
  if (typeof value !== 'number' || !bounds) return undefined;
  const [least, most] = scaleOf(name, [value, ...Object.values(bounds)]);
  const share = (at: number): number => Math.min(1, Math.max(0, (at - least) / (most - least)));
  return { value: share(value), from: share(bounds.from ?? least), to: share(bounds.to ?? most) };
}

function boundsOf(limit: string): Bounds | undefined {
  for (const [form, bounds] of FORMS) {
    const found = form.exec(limit);
    if (found) return bounds(Number(found[1]), Number(found[2]));
  }
  return undefined;
}

function scaleOf(name: string, values: readonly number[]): readonly [number, number] {
  if (name.endsWith('_percent')) return [0, 100];
  const largest = Math.max(1, ...values.map(Math.abs)) * MARGIN;
  return [values.some((value) => value < 0) || name.endsWith('_degrees') ? -largest : 0, largest];
}

/** Units at the end of a measure's name. */
const UNITS: readonly [string, (value: number) => string][] = [
  ['_percent', formatPercent],
  ['_degrees', (value) => `${formatNumber(value)}°`],
  ['_px', (value) => `${formatNumber(value)} px`],
];

/** Writes a measure's name without its unit. */
export const measureName = ({ name }: Measure): string =>
  humanize(UNITS.reduce((text, [unit]) => (text.endsWith(unit) ? text.slice(0, -unit.length) : text), name));

/** Writes a measure's value with its unit. */
export function measureValue({ name, value }: Measure): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const [, format = formatNumber] = UNITS.find(([unit]) => name.endsWith(unit)) ?? [];
  return format(value);
}

/** Writes a limit as a person says it. */
export function limitText({ limit }: Measure): string {
  if (limit === undefined) return '';
  if (limit === 'false') return 'must be no';
  if (limit === 'true') return 'must be yes';
  return /^-?\d/.test(limit) && !limit.includes(' to ')
    ? `must be ${limit}`
    : limit.replace('>=', '≥').replace('<=', '≤');
}
