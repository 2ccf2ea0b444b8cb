import {
  evaluateMath,
  type LabelledValues,
  type MathScope,
  type MathValue,
  type Values,
} from './metric-math.ts';
import type { MetricStore, TimeGrid } from './metric-store.ts';

/** One entry of `MetricDataQueries`, in the members of the API and of AWS::CloudWatch::Alarm alike. */
export interface MetricDataQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly Label?: string;
  readonly Period?: number;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

export interface QueryResult extends LabelledValues {
  readonly id: string;
}

/** Evaluates queries over one grid of periods; only those that return data are in the result. */
export function runQueries(
  queries: readonly MetricDataQuery[],
  grid: TimeGrid,
  store: MetricStore,
): QueryResult[] {
  const scope: MathScope = {
    series: (id) => {
      const query = queries.find((candidate) => candidate.Id === id);
      if (!query) throw new Error(`no query has the id "${id}"`);
      const value = evaluated(query);
      return typeof value === 'number' ? constant(value, grid) : (value as Values);
    },
    search: (pattern, statisticName) => search(pattern, statisticName, grid, store),
  };
  const evaluated = (query: MetricDataQuery): MathValue => {
    if (query.Expression !== undefined) return evaluateMath(query.Expression, scope);
    const stat = query.MetricStat;
    if (!stat) throw new Error(`query "${query.Id}" has neither an expression nor a metric`);
    return store.query(
      {
        namespace: stat.Metric.Namespace,
        name: stat.Metric.MetricName,
        dimensions: dimensionMap(stat.Metric.Dimensions),
      },
      stat.Stat,
      grid,
    );
  };
  return queries
    .filter((query) => query.ReturnData !== false)
    .flatMap((query) => {
      const label = query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id;
      return labelled(evaluated(query), label, grid).map((result) => ({ id: query.Id, ...result }));
    });
}

/** Longest period that one of the queries asks for, in seconds; 0 when none names one. */
export function periodSeconds(queries: readonly MetricDataQuery[]): number {
  return Math.max(
    0,
    ...queries.map((query) => query.MetricStat?.Period ?? query.Period ?? searchPeriod(query.Expression)),
  );
}

export function dimensionMap(
  dimensions: readonly { readonly Name: string; readonly Value: string }[] = [],
): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}

function searchPeriod(expression = ''): number {
  return Number(/SEARCH\(.*,\s*(\d+)\s*\)/.exec(expression)?.[1] ?? 0);
}

function labelled(value: MathValue, label: string, grid: TimeGrid): LabelledValues[] {
  if (typeof value === 'number') return [{ label, values: constant(value, grid) }];
  if (value.some((item) => typeof item === 'object')) return [...(value as readonly LabelledValues[])];
  return value.length === 0 ? [] : [{ label, values: value as Values }];
}

const constant = (value: number, { count }: TimeGrid): Values => Array.from({ length: count }, () => value);

/** `{Namespace,Dimension,...} MetricName="Name"`: every metric with exactly these dimensions. */
function search(
  pattern: string,
  statisticName: string,
  grid: TimeGrid,
  store: MetricStore,
): LabelledValues[] {
  const match = /^\{([^}]+)\}\s*MetricName\s*=\s*"([^"]+)"$/.exec(pattern.trim());
  if (!match)
    throw new Error(`the search "${pattern}" is not emulated; write {Namespace,Dimension} MetricName="Name"`);
  const [namespace, ...dimensionNames] = (match[1] ?? '')
    .split(',')
    .map((part) => part.trim().replaceAll('"', ''));
  return store
    .list()
    .filter(
      (series) =>
        series.namespace === namespace &&
        series.name === match[2] &&
        Object.keys(series.dimensions).toSorted().join() === dimensionNames.toSorted().join(),
    )
    .map((series) => ({
      label: Object.values(series.dimensions).join(' ') || series.name,
      values: store.query(series, statisticName, grid),
    }));
}
