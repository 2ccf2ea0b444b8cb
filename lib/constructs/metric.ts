import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { METRICS, type MetricName, metricNamespace } from '../../lambda/kernel/metrics.ts';

type DimensionOf<Name extends MetricName> = (typeof METRICS)[Name]['dimensions'][number];

/** Makes metrics of the catalogue, in the namespace of one stage. */
export interface StageMetrics {
  /** A metric with every one of its dimensions given: CloudWatch adds nothing up by itself. */
  readonly of: <Name extends MetricName>(
    name: Name,
    dimensions: Readonly<Record<DimensionOf<Name>, string>>,
    options: { readonly statistic?: string; readonly period: Duration; readonly label?: string },
  ) => Metric;
  /** One line per value of a dimension, by SEARCH: for reasons, shards, operations. */
  readonly search: (
    name: MetricName,
    options: { readonly statistic: string; readonly period: Duration },
  ) => MathExpression;
}

export function metricsOf(stage: string): StageMetrics {
  const namespace = metricNamespace(stage);
  return {
    of: (name, dimensions, { statistic = Stats.SUM, period, label }) =>
      new Metric({
        namespace,
        metricName: name,
        dimensionsMap: { ...dimensions },
        statistic,
        period,
        ...(label ? { label } : {}),
      }),
    search: (name, { statistic, period }) => {
      // a namespace with a slash is quoted
      const schema = [`"${namespace}"`, ...METRICS[name].dimensions].join(',');
      return new MathExpression({
        expression: `SEARCH('{${schema}} MetricName="${name}"', '${statistic}', ${period.toSeconds()})`,
        label: '',
        usingMetrics: {},
        period,
      });
    },
  };
}

/** Maximum number of messages in a queue; in a dead-letter queue they wait for an operator. */
export const waitingIn = (queue: IQueue, period: Duration): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM });
