import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from '../config.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { metricsOf } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);
const SLOW_ANSWER_SECONDS = 5;
/** Time beyond the longest wait for a decision after which the answer to such a call is slow. */
const SLOW_AFTER_WAIT_SECONDS = 2;
/** Share of the stage's request rate above which its traffic deserves a look. */
const BUSY_PERCENT = 80;

/** Alarms on the latency, the load, the answers and the audit entries of the API (whitepaper 8.1). */
export const apiAlarms = (api: RestApi, config: DeploymentConfig): AlarmDefinition[] => [
  {
    name: 'API slow',
    metric: api.metricLatency({ period: FIVE_MINUTES, statistic: 'p95' }),
    threshold: 1000 * Math.max(SLOW_ANSWER_SECONDS, config.longPoll.maxSeconds + SLOW_AFTER_WAIT_SECONDS),
    evaluationPeriods: 3,
    reason:
      'Most answers take a fraction of a second, and calls that wait for a decision at most the longest wait; a 95th percentile two seconds above it means constant retries or cold starts.',
  },
  {
    name: 'Throughput at its limit',
    metric: api.metricCount({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    threshold: config.api.rateLimitPerSecond * FIVE_MINUTES.toSeconds() * (BUSY_PERCENT / 100),
    evaluationPeriods: 3,
    reason: 'Beyond the configured rate API Gateway answers 429; at 80 % of it there is time to raise it.',
  },
  {
    name: 'API faults',
    metric: api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    threshold: 3,
    evaluationPeriods: 1,
    reason: 'A 5xx is never the caller’s fault; one or two may be a deployment, three are not.',
  },
  {
    name: 'Tenants at their call limit',
    metric: metricsOf(config.stage).of('CallRefused', { Limit: 'tenant' }, { period: FIVE_MINUTES }),
    threshold: 50,
    evaluationPeriods: 3,
    reason:
      'Single bursts are what the limit is for; 50 refused calls in each of three periods are a tenant that has outgrown it.',
  },
  {
    name: 'Call limits not enforced',
    metric: metricsOf(config.stage).of('CallLimitSkipped', {}, { period: FIVE_MINUTES }),
    threshold: 5,
    evaluationPeriods: 1,
    reason:
      'Calls that cannot be counted are granted; while that goes on, one caller can take the rate of all others.',
  },
  {
    name: 'Step-up proofs replayed',
    metric: metricsOf(config.stage).of('StepUpProof', { Result: 'replayed' }, { period: FIVE_MINUTES }),
    threshold: 3,
    evaluationPeriods: 1,
    reason:
      'A client that repeats a request may spend a proof twice; several in five minutes are somebody who replays them.',
  },
  {
    name: 'Audit entries not written',
    metric: metricsOf(config.stage).of('AuditWriteFailed', {}, { period: FIVE_MINUTES }),
    threshold: 1,
    evaluationPeriods: 1,
    reason:
      'An operator was refused for it, or an entry lacks its end, so nobody can say whether the call took effect.',
  },
  {
    name: 'API refusals',
    metric: new MathExpression({
      expression: 'IF(requests >= 50, 100 * refused / requests, 0)',
      label: 'share of 4xx in percent',
      period: FIVE_MINUTES,
      usingMetrics: {
        requests: api.metricCount({ period: FIVE_MINUTES, statistic: Stats.SUM }),
        refused: api.metricClientError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      },
    }),
    threshold: 40,
    evaluationPeriods: 3,
    reason:
      'Refusals of 40 % for 15 minutes, of at least 50 requests per period, are a broken client or an attack.',
  },
];
