import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CHECKED_CLASSES } from '../../lambda/retention/contract.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

/** The check runs every hour, and a pass over the templates is begun once a day. */
const ONE_DAY = Duration.days(1);

/** Alarms about the rights of people: enrollments that they deny, and data that are kept for too long. */
export function rightsAlarms(metrics: StageMetrics): AlarmDefinition[] {
  const late = CHECKED_CLASSES.map((Class) =>
    metrics.of('ObjectsPastRetention', { Class }, { period: ONE_DAY, statistic: Stats.MAXIMUM }),
  );
  return [
    {
      name: 'Enrollment denied',
      metric: metrics.of('Repudiation', { Result: 'frozen' }, { period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      reason:
        'Somebody has enrolled under a name that is not theirs, or an honest user is locked by mistake.',
    },
    {
      name: 'Data kept too long',
      metric: new MathExpression({
        expression: late.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
        label: 'past retention',
        period: ONE_DAY,
        usingMetrics: Object.fromEntries(late.map((metric, index) => [`m${index}`, metric])),
      }),
      threshold: 1,
      evaluationPeriods: 1,
      reason:
        'The public schedule promises when data are gone; one row or object beyond that, and beyond the delay that AWS documents, breaks it.',
    },
  ];
}
