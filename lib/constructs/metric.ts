import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../lambda/kernel/metrics.ts';

type DimensionOf<Name extends MetricName> = (typeof METRICS)[Name]['dimensions'][number];

/** A metric of the catalogue with all of its dimensions: CloudWatch does not aggregate over dimensions. */
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

/** One line per value of a dimension, by SEARCH: for reasons, shards, operations. */
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

/** Maximum number of messages in a queue; in a dead-letter queue they wait for an operator. */
export const waitingIn = (queue: IQueue, period: Duration): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM });
