import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../lambda/kernel/metrics.ts';

type DimensionOf<Name extends MetricName> = (typeof METRICS)[Name]['dimensions'][number];

/** A metric of the catalogue with every one of its dimensions given: CloudWatch adds nothing up by itself. */
export function catalogueMetric<Name extends MetricName>(
  name: Name,
  dimensions: Readonly<Record<DimensionOf<Name>, string>>,
  options: { readonly statistic?: string; readonly period: Duration; readonly label?: string },
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { ...dimensions },
    statistic: options.statistic ?? Stats.SUM,
    period: options.period,
    ...(options.label ? { label: options.label } : {}),
  });
}

/** One line for every value that a dimension takes, without naming the values: for reasons, shards, operations. */
export function searchMetric(
  name: MetricName,
  options: { readonly statistic: string; readonly period: Duration },
): MathExpression {
  const schema = [METRIC_NAMESPACE, ...METRICS[name].dimensions].join(',');
  return new MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${name}"', '${options.statistic}', ${options.period.toSeconds()})`,
    label: '',
    usingMetrics: {},
    period: options.period,
  });
}

/** Messages that wait in a queue, at most; in one of dead letters, for a person. */
export const waitingIn = (queue: IQueue, period: Duration): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM });
