import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
/** No revoked face may stay longer. */
const LONGEST_STAY = Duration.minutes(15);

/**
 * Alarms about faces that are revoked and not deleted.
 * @param deadLetters deletions that were set aside
 */
export const faceDeletionAlarms = (deadLetters: IQueue, metrics: StageMetrics): AlarmDefinition[] => [
  {
    name: 'Face deletions failing',
    metric: waitingIn(deadLetters, FIVE_MINUTES),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'Five attempts have failed; the face of a person who was not approved is still in a collection.',
  },
  {
    name: 'Face deletions overdue',
    metric: metrics.of('FaceDeletionAge', {}, { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: LONGEST_STAY.toMilliseconds(),
    evaluationPeriods: 1,
    reason:
      'A revoked face is deleted within seconds, and within ten minutes if its message was lost; 15 are too long.',
  },
];
