import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { FINDINGS } from '../../lambda/reconciliation/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { metricsOf } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_HOUR = Duration.hours(1);

/** Alarms about collections and mapping that disagree, or that nobody compares. */
export const reconciliationAlarms = (
  config: DeploymentConfig,
  reconciliation: StateMachine,
): AlarmDefinition[] => [
  {
    name: 'Faces out of step',
    metric: findings(config),
    threshold: 1,
    evaluationPeriods: 1,
    reason:
      'Every failure path cleans up after itself, so a finding is a bug or a change to the data by hand.',
  },
  {
    name: 'Reconciliations failing',
    metric: reconciliation.metricFailed({ period: FIVE_MINUTES }),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'It retries for a long time; while it fails, collections and mapping may disagree unnoticed.',
  },
];

function findings({ secondRegion, stage }: DeploymentConfig): MathExpression {
  const ofStage = metricsOf(stage);
  const possible = secondRegion ? FINDINGS : FINDINGS.filter(({ Outcome }) => Outcome !== 'requested');
  const summed = possible.map((dimensions) =>
    ofStage.of('ReconciliationFinding', dimensions, { period: ONE_HOUR }),
  );
  return new MathExpression({
    expression: summed.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    label: 'findings',
    period: ONE_HOUR,
    usingMetrics: Object.fromEntries(summed.map((metric, index) => [`m${index}`, metric])),
  });
}
