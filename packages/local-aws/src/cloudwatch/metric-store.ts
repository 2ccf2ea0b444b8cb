import type { Clock } from '../clock.ts';
import { openBufferedJournal } from './buffered-journal.ts';
import { statistic } from './statistics.ts';
import type { MetricDatum } from './telemetry.ts';

/** Which metric: CloudWatch takes every combination of dimensions as a metric of its own. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricSeries extends MetricIdentity {
  readonly unit: string;
}

/** Periods that values are put into: `count` of them, each `periodMs` long, the last one ending at `end`. */
export interface TimeGrid {
  /** Epoch milliseconds. */
  readonly end: number;
  readonly periodMs: number;
  readonly count: number;
}

export interface MetricStore {
  put(datum: MetricDatum, time?: number): void;
  list(): readonly MetricSeries[];
  /** A statistic by period; a period without values is undefined. The oldest period comes first. */
  query(metric: MetricIdentity, statisticName: string, grid: TimeGrid): (number | undefined)[];
  close(): Promise<void>;
}

/** Newest values that a metric keeps in memory and on disk. */
const MAX_POINTS_PER_METRIC = 20_000;
/** Lines written before the file is replaced by one line for each metric. */
const LINES_PER_SNAPSHOT = 50_000;

interface Series extends MetricSeries {
  readonly times: number[];
  readonly values: number[];
  /** Points at the end that are not in the file yet. */
  unwritten: number;
}

/** One line of the file: points of one metric, with short names since there are many. */
interface StoredPoints {
  readonly ns: string;
  readonly n: string;
  readonly d: Readonly<Record<string, string>>;
  readonly u: string;
  /** Epoch milliseconds. */
  readonly t: readonly number[];
  readonly v: readonly number[];
}

/** The values of every metric, kept over restarts and bounded in number. */
export async function openMetricStore(
  file: string,
  clock: Clock,
  onFault: (fault: unknown) => void,
): Promise<MetricStore> {
  const all = new Map<string, Series>();
  const storedPoints = (pointsOf: (series: Series) => number): StoredPoints[] =>
    [...all.values()].flatMap((series) => {
      const count = pointsOf(series);
      series.unwritten = 0;
      return count === 0 ? [] : [lastPoints(series, count)];
    });
  const journal = await openBufferedJournal<StoredPoints>({
    file,
    clock,
    onFault,
    entriesPerSnapshot: LINES_PER_SNAPSHOT,
    collect: () => storedPoints((series) => series.unwritten),
    snapshot: () => storedPoints((series) => series.times.length),
  });

  const seriesOf = (metric: MetricSeries): Series => {
    const key = keyOf(metric);
    const known = all.get(key);
    if (known) return known;
    const { namespace, name, dimensions, unit } = metric;
    const series: Series = { namespace, name, dimensions, unit, times: [], values: [], unwritten: 0 };
    all.set(key, series);
    return series;
  };
  const remember = (series: Series, time: number, value: number): void => {
    series.times.push(time);
    series.values.push(value);
    if (series.times.length <= MAX_POINTS_PER_METRIC) return;
    // a tenth at once, so that not every value moves all others
    series.times.splice(0, MAX_POINTS_PER_METRIC / 10);
    series.values.splice(0, MAX_POINTS_PER_METRIC / 10);
  };

  for (const { ns, n, d, u, t, v } of journal.entries) {
    const series = seriesOf({ namespace: ns, name: n, dimensions: d, unit: u });
    for (const [index, time] of t.entries()) remember(series, time, v[index] ?? 0);
  }

  return {
    put: (datum, time = clock.now()) => {
      const series = seriesOf(datum);
      remember(series, time, datum.value);
      series.unwritten += 1;
      journal.changed();
    },
    list: () => [...all.values()],
    query: (metric, statisticName, { end, periodMs, count }) => {
      const periods = Array.from({ length: count }, (): number[] => []);
      const start = end - periodMs * count;
      const series = all.get(keyOf(metric));
      for (const [index, time] of (series?.times ?? []).entries()) {
        if (time < start || time >= end) continue;
        periods[Math.floor((time - start) / periodMs)]?.push(series?.values[index] ?? 0);
      }
      return periods.map((values) => statistic(values, statisticName));
    },
    close: () => journal.close(),
  };
}

function keyOf({ namespace, name, dimensions }: MetricIdentity): string {
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}

function lastPoints(
  { namespace, name, dimensions, unit, times, values }: Series,
  count: number,
): StoredPoints {
  return { ns: namespace, n: name, d: dimensions, u: unit, t: times.slice(-count), v: values.slice(-count) };
}
