import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);

export interface WatchedSessionEvents {
  /** The function that publishes the events of sessions. */
  readonly publisher: IFunction;
  /** Reports of those that were given up. */
  readonly failed: IQueue;
  /** Held sessions whose cases could not be opened. */
  readonly held: IQueue;
  /** Resumed registrations that could not be started. */
  readonly resumed: IQueue;
  /** Passed liveness checks that could not be sampled. */
  readonly samples: IQueue;
}

/** Alarms about events of sessions that arrive late or never. */
export const sessionEventAlarms = (
  { publisher, failed, held, resumed, samples }: WatchedSessionEvents,
  metrics: StageMetrics,
): AlarmDefinition[] => [
  {
    name: 'Session events late',
    metric: publisher.metric('IteratorAge', {
      period: FIVE_MINUTES,
      statistic: Stats.MAXIMUM,
    }),
    threshold: FIVE_MINUTES.toMilliseconds(),
    evaluationPeriods: 1,
    reason: 'Cases and receivers learn within seconds what a session did, unless the bus takes nothing.',
  },
  {
    name: 'Session events lost',
    metric: new MathExpression({
      expression: 'failed + unreadable',
      usingMetrics: {
        failed: waitingIn(failed, FIVE_MINUTES),
        unreadable: metrics.of('EventsPublished', { Result: 'unreadable' }, { period: FIVE_MINUTES }),
      },
      period: FIVE_MINUTES,
    }),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'Nobody has heard of a transition: the event stays in the table and is not sent again by itself.',
  },
  {
    name: 'Review cases not opened',
    metric: waitingIn(held, FIVE_MINUTES),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A held session waits for a person who does not see it until the next watch on cases opens it.',
  },
  {
    name: 'Resumed registrations not started',
    metric: waitingIn(resumed, FIVE_MINUTES),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A person has been found right and still waits; the sweep of sessions starts the run later.',
  },
  {
    name: 'Liveness checks not sampled',
    metric: waitingIn(samples, FIVE_MINUTES),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'Nothing else opens their cases, and a sample with holes says less about spoofs.',
  },
];
