import { AwsError } from '../aws-error.ts';
import type { Alarm } from './alarms.ts';
import { type DescribeAlarmsRequest, describeAlarms } from './describe-alarms.ts';
import { dimensionMap, type MetricDataQuery, periodSeconds, runQueries } from './metric-query.ts';
import type { MetricStore, TimeGrid } from './metric-store.ts';

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Members of the requests that are read here; times are epoch seconds, as AWS JSON has them. */
interface MetricsRequest extends DescribeAlarmsRequest {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly Period?: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
  readonly ScanBy?: string;
  readonly MetricDataQueries?: readonly MetricDataQuery[];
  readonly DashboardName?: string;
}

export interface MetricsContext {
  readonly store: MetricStore;
  readonly alarms: ReadonlyMap<string, Alarm>;
  /** Dashboard name -> its body, JSON. */
  readonly dashboards: ReadonlyMap<string, string>;
}

/** Data points that one call may return. */
const MAX_DATA_POINTS = 100_800;

const MINUTE_MS = 60_000;

type Operation = (input: MetricsRequest, context: MetricsContext) => unknown;

/** The operations of CloudWatch that dashboards, alarms and scripts of the product use. */
export const METRICS_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListMetrics: ({ Namespace, MetricName, Dimensions = [] }, { store }) => ({
    Metrics: store
      .list()
      .filter(
        (series) =>
          (Namespace === undefined || series.namespace === Namespace) &&
          (MetricName === undefined || series.name === MetricName) &&
          Dimensions.every(
            ({ Name, Value }) =>
              Name in series.dimensions && (Value ?? series.dimensions[Name]) === series.dimensions[Name],
          ),
      )
      .map((series) => ({
        Namespace: series.namespace,
        MetricName: series.name,
        Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
  }),

  GetMetricStatistics: (input, { store }) => {
    const grid = gridOf(input, input.Period ?? 60);
    const metric = {
      namespace: input.Namespace ?? '',
      name: input.MetricName ?? '',
      dimensions: dimensionMap(input.Dimensions),
    };
    const unit =
      store.list().find((series) => series.namespace === metric.namespace && series.name === metric.name)
        ?.unit ?? 'None';
    const points = timestamps(grid).map((Timestamp): Record<string, unknown> => ({ Timestamp, Unit: unit }));
    for (const name of input.Statistics ?? [])
      fill(points, store.query(metric, name, grid), (point, value) => {
        point[name] = value;
      });
    for (const name of input.ExtendedStatistics ?? []) {
      fill(points, store.query(metric, name, grid), (point, value) => {
        point.ExtendedStatistics = { ...(point.ExtendedStatistics as object | undefined), [name]: value };
      });
    }
    return { Label: metric.name, Datapoints: points.filter((point) => Object.keys(point).length > 2) };
  },

  GetMetricData: (input, { store }) => {
    const queries = input.MetricDataQueries ?? [];
    const grid = gridOf(input, periodSeconds(queries) || 60);
    const times = timestamps(grid);
    return {
      MetricDataResults: runQueries(queries, grid, store).map(({ id, label, values }) => {
        const points = times.flatMap((time, index) => {
          const value = values[index];
          return value === undefined ? [] : [{ time, value }];
        });
        // newest first unless asked otherwise
        if (input.ScanBy !== 'TimestampAscending') points.reverse();
        return {
          Id: id,
          Label: label,
          StatusCode: 'Complete',
          Timestamps: points.map(({ time }) => time),
          Values: points.map(({ value }) => value),
        };
      }),
    };
  },

  DescribeAlarms: (input, { alarms }) => describeAlarms(input, alarms),

  ListDashboards: (_input, { dashboards }) => ({
    DashboardEntries: [...dashboards.keys()].map((DashboardName) => ({ DashboardName })),
  }),

  GetDashboard: ({ DashboardName = '' }, { dashboards }) => {
    const body = dashboards.get(DashboardName);
    if (body === undefined)
      throw new AwsError('ResourceNotFound', `Dashboard ${DashboardName} does not exist`, 404);
    return { DashboardName, DashboardBody: body };
  },
};

/**
 * Makes periods from the start, which is rounded down to the minute: all that is kept here began within 15
 * days.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html StartTime
 */
function gridOf({ StartTime = 0, EndTime = 0 }: MetricsRequest, period: number): TimeGrid {
  const periodMs = period * 1000;
  const roundedTo = Math.min(periodMs, MINUTE_MS);
  const start = Math.floor((StartTime * 1000) / roundedTo) * roundedTo;
  const count = Math.ceil((EndTime * 1000 - start) / periodMs);
  if (!(count > 0))
    throw new AwsError(
      'InvalidParameterValueException',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  if (count > MAX_DATA_POINTS)
    throw new AwsError(
      'InvalidParameterValueException',
      `The range and period give ${count} data points; at most ${MAX_DATA_POINTS} are returned.`,
    );
  return { end: start + count * periodMs, periodMs, count };
}

/** Start of every period, epoch seconds. */
function timestamps({ end, periodMs, count }: TimeGrid): number[] {
  return Array.from({ length: count }, (_, index) => (end - (count - index) * periodMs) / 1000);
}

function fill(
  points: readonly Record<string, unknown>[],
  values: readonly (number | undefined)[],
  set: (point: Record<string, unknown>, value: number) => void,
): void {
  for (const [index, value] of values.entries()) {
    const point = points[index];
    if (point && value !== undefined) set(point, value);
  }
}
