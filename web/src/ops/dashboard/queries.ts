import type { MetricRow } from './metric-rows.ts';
import type { Dashboard, MetricWidget } from './widget.ts';

/** One entry of MetricDataQueries of GetMetricData. */
export interface MetricQuery {
  readonly Id: string;
  readonly Label?: string;
  readonly ReturnData: boolean;
  readonly Expression?: string;
  readonly Period?: number;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** One call of GetMetricData; times are epoch milliseconds. */
export interface MetricRequest {
  readonly start: number;
  readonly end: number;
  readonly queries: readonly MetricQuery[];
}

/** A time that is looked at. */
export interface TimeRange {
  /** Epoch milliseconds. */
  readonly end: number;
  readonly seconds: number;
}

/** GetMetricData takes as many queries per call. */
const MAX_QUERIES = 500;
const MINUTE_MS = 60_000;

/**
 * Returns the calls that bring the values of all widgets of a dashboard: as few as possible, each of one
 * period, with ids that lead back to widget and row.
 */
export function requestsOf(dashboard: Dashboard, range: TimeRange): MetricRequest[] {
  const byPeriod = new Map<number, MetricQuery[][]>();
  for (const [index, widget] of dashboard.widgets.entries()) {
    if (widget.type !== 'metric') continue;
    const period = periodOf(widget, range);
    const queries = queriesOf(widget, `w${index}`, period);
    const calls = byPeriod.get(period) ?? [[]];
    byPeriod.set(period, calls);
    // queries of one widget may use each other
    if ((calls.at(-1)?.length ?? 0) + queries.length > MAX_QUERIES) calls.push([]);
    calls.at(-1)?.push(...queries);
  }
  return [...byPeriod].flatMap(([period, calls]) =>
    calls.filter((queries) => queries.length > 0).map((queries) => ({ ...boundsOf(period, range), queries })),
  );
}

/** A widget of one value has one period that covers the whole range. */
function periodOf(widget: MetricWidget, range: TimeRange): number {
  if (widget.isOneValue) return range.seconds;
  const periods = widget.rows.map(({ options }) => options.period ?? searchPeriod(options.expression));
  return Math.max(...periods.map((period) => period ?? widget.period));
}

const searchPeriod = (expression = ''): number | undefined => {
  const period = /SEARCH\(.*,\s*(\d+)\s*\)/.exec(expression)?.[1];
  return period === undefined ? undefined : Number(period);
};

/** Periods begin with the clock, as those of CloudWatch's own charts do; one that is the whole time does not. */
function boundsOf(period: number, { end, seconds }: TimeRange) {
  const unit = period === seconds ? MINUTE_MS : period * 1000;
  const bound = Math.ceil(end / unit) * unit;
  return { start: bound - Math.ceil(seconds / period) * period * 1000, end: bound };
}

function queriesOf({ rows, stat }: MetricWidget, prefix: string, period: number): MetricQuery[] {
  const ids = rows.map((row, index) => row.options.id ?? `row${index}`);
  const own = (id: string): string => `${prefix}_${ids.indexOf(id)}`;
  return rows.map((row, index) => ({
    Id: `${prefix}_${index}`,
    ReturnData: row.options.visible,
    ...(row.options.label ? { Label: row.options.label } : {}),
    ...measured(row, row.options.stat ?? stat, period, (id) => (ids.includes(id) ? own(id) : id)),
  }));
}

function measured(
  { metric, options }: MetricRow,
  stat: string,
  period: number,
  rename: (id: string) => string,
): Pick<MetricQuery, 'Expression' | 'Period' | 'MetricStat'> {
  if (!metric) {
    const expression = withPeriod(options.expression ?? '', period);
    return { Expression: renameIds(expression, rename), Period: period };
  }
  const { namespace: Namespace, name: MetricName, dimensions: Dimensions } = metric;
  return { MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: period, Stat: stat } };
}

/** A search names its period itself. */
const withPeriod = (expression: string, period: number): string =>
  expression.replace(/(SEARCH\(\s*'[^']*'\s*,\s*'[^']*'\s*),\s*\d+\s*\)/g, `$1, ${period})`);

/** Renames the ids in an expression: they begin with a lower-case letter, functions with an upper-case one. */
export const renameIds = (expression: string, rename: (id: string) => string): string =>
  expression.replace(/'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_]*/g, (token) =>
    /^[a-z]/.test(token) ? rename(token) : token,
  );
