import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_DAY = Duration.days(1);

/** Queues of messages that erasures have set aside. */
export interface WatchedErasures {
  readonly passes: IQueue;
  readonly withdrawals: IQueue;
}

/** Alarms about users who are not erased as they have asked for. */
export const erasureAlarms = (
  { passes, withdrawals }: WatchedErasures,
  metrics: StageMetrics,
): AlarmDefinition[] => [
  {
    name: 'Erasures failing',
    metric: waitingIn(passes, FIVE_MINUTES),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A pass lists what it cannot erase and ends; one that fails five times is a fault of its own.',
  },
  {
    name: 'Withdrawn consents not followed',
    metric: waitingIn(withdrawals, FIVE_MINUTES),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'Five attempts have failed; the person has withdrawn their consent, and nothing is erased.',
  },
  {
    name: 'Erasures overdue',
    metric: metrics.of('ErasureAge', {}, { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: ONE_DAY.toMilliseconds(),
    evaluationPeriods: 1,
    reason:
      'An erasure takes a quarter of an hour; after a day a store still holds something, and the law gives a month.',
  },
];
