import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DISABLED_REASONS } from '../../lambda/webhooks/contract.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** A sum of metrics, each 0 where it has no data. */
const sum = (label: string, metrics: MathExpression['usingMetrics']) =>
  new MathExpression({
    expression: Object.keys(metrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    label,
    usingMetrics: metrics,
    period: FIVE_MINUTES,
  });

/**
 * Alarms about events that do not reach their receivers.
 * @param deadLetters of the queues on the way to them
 */
export const webhookAlarms = (deadLetters: readonly IQueue[], metrics: StageMetrics): AlarmDefinition[] => [
  {
    name: 'Webhook endpoints disabled',
    metric: sum(
      'endpoints',
      Object.fromEntries(
        DISABLED_REASONS.map((Reason) => [
          Reason,
          metrics.of('WebhookEndpointDisabled', { Reason }, { period: FIVE_MINUTES }),
        ]),
      ),
    ),
    threshold: 1,
    evaluationPeriods: 1,
    reason:
      'A receiver failed for 17 hours, or wants nothing more: its tenant hears of no event until it acts.',
  },
  {
    name: 'Webhooks late',
    metric: metrics.of('WebhookLag', {}, { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: FIVE_MINUTES.toMilliseconds(),
    evaluationPeriods: 2,
    reason: 'First attempts are made within seconds, unless receivers that are slow take up all of them.',
  },
  {
    name: 'Webhooks set aside',
    metric: sum(
      'messages',
      Object.fromEntries(deadLetters.map((queue, index) => [`m${index}`, waitingIn(queue, FIVE_MINUTES)])),
    ),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'Five tries have failed for a reason of ours; the event reaches its receivers only if redriven.',
  },
];
