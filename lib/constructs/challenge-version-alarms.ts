import { Duration } from 'aws-cdk-lib';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const ONE_HOUR = Duration.hours(1);
const ONE_DAY = Duration.days(1);

/** Alarms about apps whose version of a liveness challenge is refused, or will be within 30 days. */
export const challengeVersionAlarms = (metrics: StageMetrics): AlarmDefinition[] => [
  {
    name: 'Retired challenge version in use',
    metric: metrics.of('LivenessVersionOutdated', { Standing: 'retired' }, { period: ONE_HOUR }),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A person cannot be verified until the app is updated; each hour in which one is refused counts.',
  },
  {
    name: 'Challenge version retires soon',
    metric: metrics.of('LivenessVersionOutdated', { Standing: 'retires_soon' }, { period: ONE_DAY }),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'Apps that are still in use will be refused within 30 days, and a release takes weeks to spread.',
  },
];
