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
/** Lines of the file before it is rewritten from memory. */
const MAX_ENTRIES = 100_000;

interface Series extends MetricSeries {
  readonly times: number[];
  readonly values: number[];
}

/** One line of the file: short names, since there are many. */
interface StoredDatum {
  readonly t: number;
  readonly ns: string;
  readonly n: string;
  readonly d: Readonly<Record<string, string>>;
  readonly u: string;
  readonly v: number;
}

/** The values of every metric, kept over restarts and bounded in number. */
export async function openMetricStore(file: string, clock: Clock): Promise<MetricStore> {
  const all = new Map<string, Series>();
  const journal = await openBufferedJournal<StoredDatum>({
    file,
    clock,
    maxEntries: MAX_ENTRIES,
    snapshot: () => [...all.values()].flatMap(stored),
  });

  const remember = (datum: MetricDatum, time: number): void => {
    const key = keyOf(datum);
    let series = all.get(key);
    if (!series) {
      series = {
        namespace: datum.namespace,
        name: datum.name,
        dimensions: datum.dimensions,
        unit: datum.unit,
        times: [],
        values: [],
      };
      all.set(key, series);
    }
    series.times.push(time);
    series.values.push(datum.value);
    if (series.times.length <= MAX_POINTS_PER_METRIC) return;
    // a tenth at once, so that not every value moves all others
    series.times.splice(0, MAX_POINTS_PER_METRIC / 10);
    series.values.splice(0, MAX_POINTS_PER_METRIC / 10);
  };

  for (const { t, ns, n, d, u, v } of journal.entries) {
    remember({ namespace: ns, name: n, dimensions: d, unit: u, value: v }, t);
  }

  return {
    put: (datum, time = clock.now()) => {
      remember(datum, time);
      journal.add({
        t: time,
        ns: datum.namespace,
        n: datum.name,
        d: datum.dimensions,
        u: datum.unit,
        v: datum.value,
      });
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

function stored({ namespace, name, dimensions, unit, times, values }: Series): StoredDatum[] {
  return times.map((time, index) => ({
    t: time,
    ns: namespace,
    n: name,
    d: dimensions,
    u: unit,
    v: values[index] ?? 0,
  }));
}
