import type { Clock } from '../clock.ts';
import type { TemplateResource } from '../emulator.ts';
import type { ServiceEvent } from '../events/service-event.ts';
import { type AlarmState, alarmReason } from './alarm-reason.ts';
import { dimensionMap, type MetricDataQuery, periodSeconds, runQueries } from './metric-query.ts';
import type { MetricStore } from './metric-store.ts';

/** Properties of AWS::CloudWatch::Alarm that are evaluated. */
interface AlarmProperties {
  readonly AlarmDescription?: string;
  readonly ComparisonOperator: string;
  readonly Threshold?: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
  readonly Metrics?: readonly MetricDataQuery[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
}

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly properties: AlarmProperties;
  state: AlarmState;
  reason: string;
  /** Epoch milliseconds. */
  changedAt: number;
}

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** CloudWatch looks at an alarm once a minute, over periods that end with that minute. */
export const EVALUATION_INTERVAL_MS = 60_000;
const DEFAULT_PERIOD_S = 300;

export function alarmOf(resource: TemplateResource, now: number): Alarm {
  return {
    name: resource.ref,
    arn: resource.arn ?? resource.ref,
    properties: resource.properties as unknown as AlarmProperties,
    state: 'INSUFFICIENT_DATA',
    reason: 'Unchecked: Initial alarm creation',
    changedAt: now,
  };
}

/**
 * Evaluates an alarm over the last periods: M of N breaching, missing data as the template says.
 * @returns the event that AWS sends when the state has changed, else undefined.
 */
export function evaluateAlarm(alarm: Alarm, store: MetricStore, clock: Clock): ServiceEvent | undefined {
  const { properties } = alarm;
  const queries = queriesOf(properties);
  const end = Math.ceil((clock.now() + 1) / EVALUATION_INTERVAL_MS) * EVALUATION_INTERVAL_MS;
  const count = properties.EvaluationPeriods;
  const grid = { end, periodMs: (periodSeconds(queries) || DEFAULT_PERIOD_S) * 1000, count };
  const values =
    runQueries(queries, grid, store)[0]?.values ?? Array.from({ length: count }, () => undefined);
  const state = stateOf(values, properties, alarm.state);
  if (state === alarm.state) return undefined;
  const previous = alarm.state;
  alarm.state = state;
  alarm.changedAt = clock.now();
  alarm.reason = alarmReason(state, values, properties);
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: { value: state, reason: alarm.reason, timestamp: new Date(alarm.changedAt).toISOString() },
      previousState: { value: previous },
    },
  };
}

function queriesOf(properties: AlarmProperties): readonly MetricDataQuery[] {
  if (properties.Metrics) return properties.Metrics;
  return [
    {
      Id: 'm1',
      MetricStat: {
        Metric: {
          Namespace: properties.Namespace ?? '',
          MetricName: properties.MetricName ?? '',
          Dimensions: Object.entries(dimensionMap(properties.Dimensions)).map(([Name, Value]) => ({
            Name,
            Value,
          })),
        },
        Period: properties.Period ?? DEFAULT_PERIOD_S,
        Stat: properties.Statistic ?? properties.ExtendedStatistic ?? 'Sum',
      },
    },
  ];
}

function stateOf(
  values: readonly (number | undefined)[],
  {
    ComparisonOperator,
    Threshold = 0,
    DatapointsToAlarm,
    EvaluationPeriods,
    TreatMissingData = 'missing',
  }: AlarmProperties,
  current: AlarmState,
): AlarmState {
  const compare = COMPARISONS[ComparisonOperator];
  if (!compare) return 'INSUFFICIENT_DATA';
  const present = values.filter((value) => value !== undefined);
  const missing = values.length - present.length;
  if (present.length === 0 && TreatMissingData === 'missing') return 'INSUFFICIENT_DATA';
  if (present.length === 0 && TreatMissingData === 'ignore') return current;
  const breaching =
    present.filter((value) => compare(value, Threshold)).length +
    (TreatMissingData === 'breaching' ? missing : 0);
  return breaching >= (DatapointsToAlarm ?? EvaluationPeriods) ? 'ALARM' : 'OK';
}
