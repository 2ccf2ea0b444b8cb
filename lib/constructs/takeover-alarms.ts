import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { takeoverSignal } from '../../lambda/kernel/takeover-signal.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const ONE_HOUR = Duration.hours(1);

/**
 * Suspicions within an hour that ring: each is of another user, since a user is suspected once per window. As
 * many users lock a device by their failures (`policy.lockout`).
 */
const SUSPECTED_USERS = 3;

/** The alarm about users whose accounts somebody else may be trying to take over (whitepaper 8.2). */
export function takeoverAlarms(metrics: StageMetrics): AlarmDefinition[] {
  const suspected = takeoverSignal.options.map((Signal) =>
    metrics.of('TakeoverSuspected', { Signal }, { period: ONE_HOUR }),
  );
  return [
    {
      name: 'Takeovers suspected',
      metric: new MathExpression({
        expression: suspected.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
        label: 'suspected users',
        period: ONE_HOUR,
        usingMetrics: Object.fromEntries(suspected.map((metric, index) => [`m${index}`, metric])),
      }),
      threshold: SUSPECTED_USERS,
      evaluationPeriods: 1,
      reason:
        'One user may have left three logins open; three such users within an hour are somebody who works through stolen passwords.',
    },
  ];
}
