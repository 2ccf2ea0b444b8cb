import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { DeploymentConfig } from '../config.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { apiAlarms } from './api-alarms.ts';
import { challengeVersionAlarms } from './challenge-version-alarms.ts';
import { collectionAlarms } from './collection-alarms.ts';
import { erasureAlarms, type WatchedErasures } from './erasure-alarms.ts';
import { faceDeletionAlarms } from './face-deletion-alarms.ts';
import { faceLoginAlarms } from './face-login-alarms.ts';
import { ledgerAlarms, type WatchedLedger } from './ledger-alarms.ts';
import { metricsOf, waitingIn } from './metric.ts';
import { reconciliationAlarms } from './reconciliation-alarms.ts';
import { rekognitionAlarms } from './rekognition-alarms.ts';
import { replayAlarms } from './replay-alarms.ts';
import { reviewCaseAlarms } from './review-case-alarms.ts';
import { rightsAlarms } from './rights-alarms.ts';
import { secondRegionAlarms } from './second-region-alarms.ts';
import { sessionEventAlarms, type WatchedSessionEvents } from './session-event-alarms.ts';
import { takeoverAlarms } from './takeover-alarms.ts';
import { webhookAlarms } from './webhook-alarms.ts';

/** Resources that alarms watch. */
export interface Watched {
  readonly config: DeploymentConfig;
  readonly api: RestApi;
  readonly registration: StateMachine;
  readonly deadLetters: IQueue;
  /** Rows of index jobs that failed after all retries. */
  readonly failedItems: IQueue;
  /** Approved registrations whose late check was set aside. */
  readonly lateChecks: IQueue;
  readonly sessionEvents: WatchedSessionEvents;
  /** Messages of user vectors that were set aside. */
  readonly userVectors: IQueue;
  /** Messages of the second region that were set aside. */
  readonly replications: IQueue;
  readonly bulkIndexing: StateMachine;
  /** Messages of interrupted index jobs that were set aside. */
  readonly interruptedIndexJobs: IQueue;
  readonly migration: StateMachine;
  readonly reconciliation: StateMachine;
  /** Functions that run on a schedule. */
  readonly chores: readonly IFunction[];
  /** Deletions of revoked faces that were set aside. */
  readonly faceDeletions: IQueue;
  readonly ledger: WatchedLedger;
  /** Events and attempts to deliver them that were set aside. */
  readonly webhooks: readonly IQueue[];
  readonly erasures: WatchedErasures;
}

const FIVE_MINUTES = Duration.minutes(5);
const ONE_HOUR = Duration.hours(1);
const SLOW_DECISION = Duration.seconds(30);

/** Every alarm of a deployment. */
export function alarmDefinitions({
  api,
  registration,
  deadLetters,
  lateChecks,
  sessionEvents,
  failedItems,
  userVectors,
  replications,
  config,
  bulkIndexing,
  interruptedIndexJobs,
  migration,
  reconciliation,
  chores,
  faceDeletions,
  ledger,
  webhooks,
  erasures,
}: Watched): AlarmDefinition[] {
  const metrics = metricsOf(config.stage);
  return [
    {
      name: 'Registrations failing',
      metric: registration.metricFailed({ period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
      reason:
        'An execution fails only after every retry and its compensation; each one is a person without a decision.',
    },
    {
      name: 'Registrations timed out',
      metric: registration.metricTimedOut({ period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'No path through the machine takes an hour, so one time-out is a fault of the machine itself.',
    },
    {
      name: 'Dead letters waiting',
      metric: waitingIn(deadLetters, FIVE_MINUTES),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'A dead letter is an interrupted registration whose face may still be in a collection.',
    },
    {
      name: 'Late checks failing',
      metric: waitingIn(lateChecks, FIVE_MINUTES),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'Five attempts have failed; until it is redriven, nobody knows whether its face has a double.',
    },
    ...sessionEventAlarms(sessionEvents, metrics),
    ...reviewCaseAlarms(config, metrics),
    ...rightsAlarms(metrics),
    ...erasureAlarms(erasures, metrics),
    ...challengeVersionAlarms(metrics),
    ...replayAlarms(metrics),
    ...takeoverAlarms(metrics),
    {
      name: 'Index rows failed',
      metric: waitingIn(failedItems, FIVE_MINUTES),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'A row is set aside only after six attempts; its user is not enrolled until an operator acts.',
    },
    {
      name: 'Migrations failing',
      metric: migration.metricFailed({ period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'Its retries survive an outage of 15 minutes; after them only an operator can resume the work.',
    },
    {
      name: 'Index jobs failing',
      metric: bulkIndexing.metricFailed({ period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'Failed rows are outcomes; a job fails only if its own bookkeeping does.',
    },
    {
      name: 'Index jobs not ended',
      metric: waitingIn(interruptedIndexJobs, FIVE_MINUTES),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'Five attempts have failed; the job shows as running, and nothing works on it.',
    },
    {
      name: 'User vectors not built',
      metric: waitingIn(userVectors, FIVE_MINUTES),
      threshold: 1,
      evaluationPeriods: 1,
      reason:
        'Five attempts have failed; until the vector is built, every search of its collection costs a second call.',
    },
    {
      name: 'User vectors overdue',
      metric: metrics.of('UserVectorOverdue', {}, { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
      threshold: 1,
      evaluationPeriods: 3,
      reason:
        'One run of the schedule repairs a lost message; 15 minutes mean that the queue does not keep up.',
    },
    ...secondRegionAlarms(config, replications, metrics),
    ...reconciliationAlarms(config, reconciliation),
    ...collectionAlarms(config, metrics),
    {
      name: 'Sessions abandoned',
      metric: metrics.of('SessionSwept', { Result: 'ended' }, { period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
      reason: 'A session that neither its workflow nor the queue behind it has ended is a bug in both.',
    },
    choresAlarm(chores),
    {
      name: 'Searches incomplete',
      metric: metrics.of('SearchIncomplete', {}, { period: FIVE_MINUTES }),
      threshold: 1,
      evaluationPeriods: 1,
      reason:
        'A shard that does not answer stops every registration of its tenant; it never counts as no duplicate.',
    },
    ...rekognitionAlarms(metrics),
    {
      name: 'Registrations slow',
      metric: registration.metricTime({ period: FIVE_MINUTES, statistic: 'p95' }),
      threshold: SLOW_DECISION.toMilliseconds(),
      evaluationPeriods: 3,
      reason: 'A decision takes a few seconds; people give up on one that takes half a minute.',
    },
    ...apiAlarms(api, config),
    ...faceDeletionAlarms(faceDeletions, metrics),
    ...faceLoginAlarms(config, metrics),
    ...ledgerAlarms(ledger, metrics),
    ...webhookAlarms(webhooks, metrics),
  ];
}

/** Failures of functions that a schedule runs. */
export const choresAlarm = (chores: readonly IFunction[]): AlarmDefinition => ({
  name: 'Housekeeping failing',
  metric: new MathExpression({
    expression: chores.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    label: 'failed runs',
    period: ONE_HOUR,
    usingMetrics: Object.fromEntries(
      chores.map((fn, index) => [`m${index}`, fn.metricErrors({ period: ONE_HOUR })]),
    ),
  }),
  threshold: 3,
  evaluationPeriods: 1,
  reason: 'Lambda runs a failed chore three times; three failures in an hour mean that it was not done.',
});
