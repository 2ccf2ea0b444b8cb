import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SESSION_TYPES } from '../../lambda/sessions/contract.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const ONE_HOUR = Duration.hours(1);

/** Alarms about captures that another session has returned before. */
export const replayAlarms = (metrics: StageMetrics): AlarmDefinition[] => [
  {
    name: 'Captures replayed',
    metric: equalCaptures(metrics),
    threshold: 3,
    evaluationPeriods: 1,
    reason:
      'Two pictures of a camera are never equal: three in an hour are somebody who injects recordings into liveness checks.',
  },
];

function equalCaptures(metrics: StageMetrics): MathExpression {
  const summed = SESSION_TYPES.map((Type) =>
    metrics.of('ReplaySuspected', { Kind: 'equal', Type }, { period: ONE_HOUR }),
  );
  return new MathExpression({
    expression: summed.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    label: 'equal captures',
    period: ONE_HOUR,
    usingMetrics: Object.fromEntries(summed.map((metric, index) => [`m${index}`, metric])),
  });
}
