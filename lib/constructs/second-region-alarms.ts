import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { DeploymentConfig } from '../config.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_HOUR = Duration.hours(1);

/**
 * Alarms about a second region that is not up to date; none without one.
 * @param deadLetters messages of the second region that were set aside
 */
export function secondRegionAlarms(
  { secondRegion }: DeploymentConfig,
  deadLetters: IQueue,
  metrics: StageMetrics,
): AlarmDefinition[] {
  if (!secondRegion) return [];
  return [
    {
      name: 'Second region not followed',
      metric: waitingIn(deadLetters, FIVE_MINUTES),
      threshold: 1,
      evaluationPeriods: 1,
      reason:
        'Five attempts have failed; until it is replicated, no search of its collection can fail over to the second region.',
    },
    {
      name: 'Second region behind',
      metric: metrics.of('ReplicationBacklogAge', {}, { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
      threshold: ONE_HOUR.toMilliseconds(),
      evaluationPeriods: 3,
      reason:
        'Lost messages are sent again within 15 minutes; an hour means that it does not keep up, or that an image cannot be replicated.',
    },
  ];
}
