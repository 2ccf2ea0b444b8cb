import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../config.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const ONE_DAY = Duration.days(1);

/** Alarms about a policy that does not fit the newest face model. */
const POLICY_FINDINGS = [
  {
    name: 'CompareFaces model unmeasured',
    Finding: 'stateless_version_behind',
    reason: 'CompareFaces uses the newest model at once, and is judged by the thresholds of an older one.',
  },
  {
    name: 'Threshold of the newest model missing',
    Finding: 'threshold_missing',
    reason: 'Nothing can be decided with collections of a model without a measured threshold.',
  },
];

/** Alarms about collections that fill up, change in place, or have an old face model. */
export const collectionAlarms = (config: DeploymentConfig, metrics: StageMetrics): AlarmDefinition[] => [
  {
    name: 'Collections filling up',
    metric: metrics.of('CollectionFill', {}, { statistic: Stats.MAXIMUM, period: ONE_DAY }),
    threshold: config.collectionHeadroom.alarmAtFillPercent,
    evaluationPeriods: 1,
    reason:
      'A full collection accepts no faces; moving to more shards takes days, for which the rest is reserved.',
  },
  {
    name: 'Generation changed in place',
    metric: metrics.of('GenerationChanged', {}, { period: FIVE_MINUTES }),
    threshold: 1,
    evaluationPeriods: 1,
    reason:
      'Nobody can register or log in until the config has the shape again that the faces were written in.',
  },
  {
    name: 'Face model behind',
    metric: metrics.of('GenerationsBehind', {}, { statistic: Stats.MAXIMUM, period: ONE_DAY }),
    threshold: 1,
    evaluationPeriods: 1,
    reason:
      'A newer face model is available; AWS supports an old one for a limited time, and a migration takes a while.',
  },
  ...POLICY_FINDINGS.map(({ name, Finding, reason }) => ({
    name,
    metric: metrics.of('PolicyBehindModel', { Finding }, { statistic: Stats.MAXIMUM, period: ONE_DAY }),
    threshold: 1,
    evaluationPeriods: 1,
    reason,
  })),
];
