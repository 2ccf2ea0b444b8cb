import type { RowOptions } from './metric-rows.ts';
import type { Dashboard, MetricWidget, Widget } from './widget.ts';

/** One result of GetMetricData: times are epoch milliseconds, oldest first. */
export interface MetricResult {
  readonly id: string;
  readonly label: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** One line of a chart. */
export interface Series {
  readonly label: string;
  readonly stat: string;
  readonly axis: 'left' | 'right';
  readonly color: string | undefined;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Returns the series of each widget by its index in the dashboard; those without a value are left out. */
export function seriesByWidget(
  { widgets }: Dashboard,
  results: readonly MetricResult[],
): ReadonlyMap<number, readonly Series[]> {
  const found = new Map<number, (Series & MetricResult)[]>();
  const ordered = results.toSorted((one, other) => rowOf(one) - rowOf(other));
  for (const result of ordered) {
    const index = Number(/^w(\d+)_/.exec(result.id)?.[1]);
    const widget = widgets[index];
    const row = widget?.type === 'metric' ? widget.rows[rowOf(result)] : undefined;
    if (widget?.type !== 'metric' || !row || result.values.length === 0) continue;
    const series = { ...result, ...lookOf(row.options, widget) };
    found.set(index, [...(found.get(index) ?? []), series]);
  }
  return new Map(
    [...found].map(([index, series]) => [index, withZeros(widgets[index], series).map(distinct)]),
  );
}

/** What was not counted in the whole time is zero, if the widget names it: a step, or a band of a score. */
function withZeros(
  widget: Widget | undefined,
  series: readonly (Series & MetricResult)[],
): readonly Series[] {
  if (widget?.type !== 'metric' || !widget.isOneValue || widget.rows.some(({ metric }) => !metric))
    return series;
  return widget.rows.flatMap(({ metric, options }, row): readonly Series[] => {
    const label = options.label ?? metric?.name ?? '';
    const look = lookOf(options, widget);
    const zero = look.stat === 'Sum' ? [{ label, times: [], values: [0], ...look }] : [];
    const counted = series.find((one) => rowOf(one) === row);
    return counted ? [counted] : zero;
  });
}

const rowOf = ({ id }: MetricResult): number => Number(/_(\d+)$/.exec(id)?.[1]);

const lookOf = ({ color, yAxis, stat, expression }: RowOptions, widget: MetricWidget) => ({
  color,
  axis: yAxis,
  stat: stat ?? searchedStat(expression) ?? widget.stat,
});

const searchedStat = (expression = ''): string | undefined =>
  /SEARCH\(\s*'[^']*'\s*,\s*'([^']*)'/.exec(expression)?.[1];

/** Series with one label, such as the p50 and the p95 of the same searches, are named by their statistic too. */
function distinct(series: Series, _index: number, all: readonly Series[]): Series {
  const isAlone = all.filter(({ label }) => label === series.label).length === 1;
  return isAlone ? series : { ...series, label: `${series.label} ${series.stat}` };
}

/** Returns one number for a series: the total of what is counted, else the latest value. */
export const headline = ({ stat, values }: Series): number =>
  stat === 'Sum' || stat === 'SampleCount'
    ? values.reduce((sum, value) => sum + value, 0)
    : (values.at(-1) ?? 0);

/** Returns the columns that uPlot draws: all times in seconds, then the values of each series, null for none. */
export function columnsOf(series: readonly Series[]): [number[], ...(number | null)[][]] {
  const times = [...new Set(series.flatMap((one) => one.times))].toSorted((one, other) => one - other);
  const columns = series.map((one) => {
    const values = new Map(one.times.map((time, index) => [time, one.values[index] ?? null]));
    return times.map((time) => values.get(time) ?? null);
  });
  return [times.map((time) => time / 1000), ...columns];
}
