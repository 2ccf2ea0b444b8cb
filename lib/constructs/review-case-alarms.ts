import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../config.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_HOUR = Duration.hours(1);

/** A week before the images of a held session end, or halfway if they are kept for less than two. */
const lapsesSoonAfter = (maxDays: number): Duration =>
  Duration.hours(24 * Math.max(maxDays - 7, maxDays / 2));

/** Alarms about decisions that wait for a person. */
export const reviewCaseAlarms = (
  { policy }: Pick<DeploymentConfig, 'policy'>,
  metrics: StageMetrics,
): AlarmDefinition[] => [
  {
    name: 'Possible duplicates found',
    metric: metrics.of('ReviewCaseOpened', { ReasonCode: 'possible_duplicate' }, { period: FIVE_MINUTES }),
    threshold: 1,
    evaluationPeriods: 1,
    reason:
      'Two users may be one person, and the one who enrolled later is locked until somebody has looked.',
  },
  {
    name: 'Spoofs passed liveness checks',
    metric: metrics.of(
      'ReviewCaseDecided',
      { ReasonCode: 'sampled', Finding: 'spoof' },
      { period: FIVE_MINUTES },
    ),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A reviewer saw no living person in a check that passed; others like it were not sampled.',
  },
  {
    name: 'Review cases overdue',
    metric: metrics.of('ReviewCaseOverdue', {}, { period: ONE_HOUR, statistic: Stats.MAXIMUM }),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A person waits for a decision that was due; nothing but an operator ends the wait.',
  },
  {
    name: 'Held sessions lapse soon',
    metric: metrics.of('HeldSessionAge', {}, { period: ONE_HOUR, statistic: Stats.MAXIMUM }),
    threshold: lapsesSoonAfter(policy.review.max_days).toMilliseconds(),
    evaluationPeriods: 1,
    reason: 'A session ends undecided once its images have been kept as long as they may be.',
  },
];
