import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { Ledger } from './ledger.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_HOUR = Duration.hours(1);

export type WatchedLedger = Pick<Ledger, 'chain' | 'seal' | 'failed'>;

/** Alarms about what is not, or will never be, in the decision ledger. */
export const ledgerAlarms = (
  { chain, seal, failed }: WatchedLedger,
  metrics: StageMetrics,
): AlarmDefinition[] => [
  {
    name: 'Ledger late',
    metric: chain.metric('IteratorAge', { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: FIVE_MINUTES.toMilliseconds(),
    evaluationPeriods: 1,
    reason: 'A row is chained within seconds; until it is, a change of it shows nowhere.',
  },
  {
    name: 'Ledger incomplete',
    metric: new MathExpression({
      expression: 'failed + unreadable',
      usingMetrics: {
        failed: waitingIn(failed, FIVE_MINUTES),
        unreadable: metrics.of('LedgerEntries', { Kind: 'unreadable' }, { period: FIVE_MINUTES }),
      },
      period: FIVE_MINUTES,
    }),
    threshold: 1,
    evaluationPeriods: 1,
    reason: 'A row was given up after most of a day, or could not be read: it is not chained by itself.',
  },
  {
    name: 'Ledger not sealed',
    metric: seal.metricErrors({ period: ONE_HOUR }),
    threshold: 3,
    evaluationPeriods: 1,
    reason:
      'Lambda runs a failed seal three times; until one succeeds, the end of a chain can be cut off unnoticed.',
  },
];
