import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Watched } from './alarm-definitions.ts';
import { metricsOf, type StageMetrics, waitingIn } from './metric.ts';
import { overviewWidgets } from './overview-widgets.ts';

type WatchedByAlarms =
  | 'config'
  | 'api'
  | 'registration'
  | 'deadLetters'
  | 'failedItems'
  | 'faceDeletions'
  | 'userVectors'
  | 'replications';

export interface OperationsDashboardProps extends Pick<Watched, WatchedByAlarms> {
  /** Messages of shadow reads that were set aside. */
  readonly shadowReads: IQueue;
  readonly lateChecks: IQueue;
}

const PERIOD = Duration.minutes(5);
const DAY = Duration.days(1);
const OUTCOMES = ['approved', 'declined', 'error', 'expired', 'abandoned', 'canceled'] as const;
const WIDTH = 8;

/** The operations dashboard (whitepaper 8): outcomes, reasons, Rekognition, shards, faults. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const { api, registration, deadLetters, failedItems, userVectors, shadowReads, replications } = props;
    const metrics = metricsOf(props.config.stage);
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(12) });
    dashboard.addWidgets(
      heading('Overview', 'The whole time that is shown. Limits are those of the deployed policy.'),
    );
    dashboard.addWidgets(...overviewWidgets(metrics, props.config.policy, PERIOD));
    dashboard.addWidgets(
      heading('Verifications', 'Outcomes of sessions, and why. Reasons are the codes in docs/errors.md.'),
    );
    dashboard.addWidgets(
      outcomes(metrics, 'Registrations by outcome', 'registration'),
      outcomes(metrics, 'Authentications by outcome', 'authentication'),
      outcomes(metrics, 'Step-ups by outcome', 'step_up'),
      outcomes(metrics, 'Re-enrollments by outcome', 're_enrollment'),
      graph('Proofs of step-ups', [metrics.search('StepUpProof', { statistic: 'Sum', period: PERIOD })]),
      graph('Reasons', [metrics.search('VerificationReason', { statistic: 'Sum', period: PERIOD })]),
      graph('Time to decision, p50 and p95 in ms', [
        metrics.search('VerificationDuration', { statistic: 'p50', period: PERIOD }),
        metrics.search('VerificationDuration', { statistic: 'p95', period: PERIOD }),
      ]),
      graph('Calls that wait for a decision', [
        metrics.search('DecisionAwaited', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Liveness checks', [metrics.search('LivenessChecked', { statistic: 'Sum', period: PERIOD })]),
      graph('Liveness checks by challenge, version and SDK', [
        metrics.search('LivenessVersion', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Liveness checks of outdated apps', [
        metrics.search('LivenessVersionOutdated', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Checks by type and result', [
        metrics.search('CheckRecorded', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Comparisons and searches by band of similarity', [
        metrics.search('CheckSimilarity', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Faces found in pictures, and returned by searches', [
        metrics.search('FacesFound', { statistic: 'Sum', period: PERIOD }),
        metrics.search('FacesReturned', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Measures of pictures by band and result', [
        metrics.search('ImageMeasured', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Quality rules that failed', [
        metrics.search('QualityRuleFailed', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Duplicates, and faces on watchlists', [
        metrics.of('DuplicateFound', {}, { statistic: 'Sum', period: PERIOD }),
        metrics.of('WatchlistHit', {}, { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Captures of other sessions, equal or near', [
        metrics.search('ReplaySuspected', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Refused before a liveness check', [
        metrics.search('VerificationRefused', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Sessions that ended early, by step and reason', [
        metrics.search('VerificationIncomplete', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Signals of takeovers, and suspicions', [
        metrics.search('TakeoverSignal', { statistic: 'Sum', period: PERIOD }),
        metrics.search('TakeoverSuspected', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Documents that failed and may be tried again', [
        metrics.search('AttemptFailed', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Held for a person', [metrics.search('VerificationHeld', { statistic: 'Sum', period: PERIOD })]),
      graph('Other paths than the liveness check', [
        metrics.search('AlternativePathTaken', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Entries of the decision ledger, by kind', [
        metrics.search('LedgerEntries', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Age of the oldest session held for a person, in ms', [
        metrics.of('HeldSessionAge', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
      ]),
    );
    dashboard.addWidgets(heading('Rekognition', 'Billed calls, latency and errors, by operation.'));
    dashboard.addWidgets(
      graph('Calls of sessions by type', [
        metrics.search('CheckCalls', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Calls', [metrics.search('RekognitionCall', { statistic: 'Sum', period: PERIOD })]),
      graph('Latency, p95 in ms', [
        metrics.search('RekognitionLatency', { statistic: 'p95', period: PERIOD }),
      ]),
      graph('Throttled and failed', [
        metrics.search('RekognitionThrottled', { statistic: 'Sum', period: PERIOD }),
        metrics.search('RekognitionFailed', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Waits of registrations for the rate, p95 in ms', [
        metrics.search('InteractiveCallWaited', { statistic: 'p95', period: PERIOD }),
      ]),
      graph('Calls of registrations that were not counted', [
        metrics.search('InteractiveCallUncounted', { statistic: 'Sum', period: PERIOD }),
      ]),
    );
    dashboard.addWidgets(
      heading('Shards', 'Searches and faces by shard; an even distribution means a healthy shard key.'),
    );
    dashboard.addWidgets(
      graph('Searches by shard', [
        metrics.search('CollectionSearched', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Faces indexed by shard and cause', [
        metrics.search('FaceIndexed', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Faces deleted and updated by cause', [
        metrics.search('FaceDeleted', { statistic: 'Sum', period: PERIOD }),
        metrics.search('FaceUpdated', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Comparisons by band', [
        metrics.search('ComparisonSimilarity', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('User vectors: time to build, p95 in ms', [
        metrics.of('UserVectorBuildTime', {}, { period: PERIOD, statistic: 'p95' }),
      ]),
      graph('User vectors: overdue, left out, set aside', [
        metrics.of('UserVectorOverdue', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
        metrics.search('UserVectorFaceLeftOut', { statistic: 'Sum', period: PERIOD }),
        waitingIn(userVectors, PERIOD),
      ]),
      graph('Faces by shard', [metrics.search('CollectionFaces', { statistic: 'Maximum', period: DAY })]),
      graph('Fill of the fullest collection', [
        metrics.of('CollectionFill', {}, { statistic: Stats.MAXIMUM, period: DAY }),
      ]),
      graph('Generations with an old face model', [
        metrics.of('GenerationsBehind', {}, { statistic: Stats.MAXIMUM, period: DAY }),
      ]),
      graph('Found by reconciliation', [
        metrics.search('ReconciliationFinding', { statistic: 'Sum', period: DAY }),
      ]),
      graph('Searches that missed a shard', [
        metrics.of('SearchIncomplete', {}, { period: PERIOD }),
        metrics.search('CollectionSearchFailed', { statistic: 'Sum', period: PERIOD }),
      ]),
    );
    dashboard.addWidgets(heading('Bulk indexing', 'Outcomes of the rows of index jobs, and their rate.'));
    dashboard.addWidgets(
      graph('Rows by outcome', [metrics.search('BulkItem', { statistic: 'Sum', period: PERIOD })]),
      graph('Rows that failed and wait for a person', [waitingIn(failedItems, PERIOD)]),
      graph('Jobs that ended, and files of their outcomes', [
        metrics.search('IndexJobEnded', { statistic: 'Sum', period: PERIOD }),
        metrics.search('OutcomesMerged', { statistic: 'Sum', period: PERIOD }),
      ]),
    );
    dashboard.addWidgets(
      heading('Migrations', 'Faces copied to another generation, and those that could not be.'),
    );
    dashboard.addWidgets(
      graph('Images by outcome', [metrics.search('FaceMigrated', { statistic: 'Sum', period: PERIOD })]),
      graph('Answers of both generations', [
        metrics.search('ShadowRead', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Comparisons set aside', [waitingIn(shadowReads, PERIOD)]),
    );
    if (props.config.secondRegion) addSecondRegion(dashboard, metrics, replications);
    dashboard.addWidgets(
      heading('Faults', 'Every graph here has an alarm, and every alarm a heading in docs/runbook.md.'),
    );
    dashboard.addWidgets(
      graph('Registrations failed or timed out', [
        registration.metricFailed({ period: PERIOD }),
        registration.metricTimedOut({ period: PERIOD }),
        registration.metricAborted({ period: PERIOD }),
      ]),
      graph('API 4xx and 5xx', [
        api.metricClientError({ period: PERIOD, statistic: Stats.SUM }),
        api.metricServerError({ period: PERIOD, statistic: Stats.SUM }),
      ]),
      graph('Dead letters', [waitingIn(deadLetters, PERIOD)]),
      graph('Compensations', [metrics.search('CompensationRun', { statistic: 'Sum', period: PERIOD })]),
      graph('Age of deleted faces, in ms', [
        metrics.of('FaceDeletionAge', {}, { statistic: Stats.MAXIMUM, period: PERIOD }),
      ]),
      graph('Faces per deletion call', [
        metrics.of('FaceDeletionBatch', {}, { statistic: Stats.AVERAGE, period: PERIOD }),
      ]),
      graph('Face deletions set aside', [waitingIn(props.faceDeletions, PERIOD)]),
      graph('API latency, p95 in ms', [api.metricLatency({ period: PERIOD, statistic: 'p95' })]),
      graph('Sessions swept', [metrics.search('SessionSwept', { statistic: 'Sum', period: PERIOD })]),
      graph('Session events', [metrics.search('EventsPublished', { statistic: 'Sum', period: PERIOD })]),
      graph('Late checks', [metrics.search('LateCheck', { statistic: 'Sum', period: PERIOD })]),
      graph('Late checks set aside', [waitingIn(props.lateChecks, PERIOD)]),
      graph('Review cases opened, decided and escalated', [
        metrics.search('ReviewCaseOpened', { statistic: 'Sum', period: PERIOD }),
        metrics.search('ReviewCaseDecided', { statistic: 'Sum', period: PERIOD }),
        metrics.search('ReviewCaseEscalated', { statistic: 'Sum', period: PERIOD }),
        metrics.search('ReviewCaseClosed', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Review cases that wait, most of a tenant', [
        metrics.search('ReviewCaseWaiting', { statistic: 'Maximum', period: PERIOD }),
        metrics.of('ReviewCaseOverdue', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
      ]),
      graph('Age of the oldest review case, in ms', [
        metrics.of('ReviewCaseOldestAge', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
      ]),
      graph('Entries of watchlists by result', [
        metrics.search('WatchlistEntryChanged', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Labels of sampled liveness checks', [
        metrics.search('LivenessLabeled', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Images of cases viewed', [
        metrics.search('ReviewImageViewed', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Calls refused by a limit, and not counted', [
        metrics.search('CallRefused', { statistic: 'Sum', period: PERIOD }),
        metrics.of('CallLimitSkipped', {}, { period: PERIOD }),
      ]),
      graph('Calls of operators, and audit entries that failed', [
        metrics.search('AuditEntry', { statistic: 'Sum', period: PERIOD }),
        metrics.of('AuditWriteFailed', {}, { period: PERIOD }),
      ]),
      graph('Policies written, tried and activated by operators', [
        metrics.search('PolicyVersionCreated', { statistic: 'Sum', period: PERIOD }),
        metrics.search('PolicySimulated', { statistic: 'Sum', period: PERIOD }),
        metrics.search('PolicyActivated', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Sign-ins by face, and faults of their triggers', [
        metrics.search('FaceLogin', { statistic: 'Sum', period: PERIOD }),
        metrics.search('FaceLoginFault', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Webhooks: attempts to deliver by result', [
        metrics.search('WebhookDelivery', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Webhooks: attempts per delivery, average', [
        metrics.of('WebhookAttempts', {}, { statistic: Stats.AVERAGE, period: PERIOD }),
      ]),
      graph('Webhooks: time of receivers, p95, and age of events at the first attempt, in ms', [
        metrics.of('WebhookAttemptTime', {}, { statistic: 'p95', period: PERIOD }),
        metrics.of('WebhookLag', {}, { statistic: Stats.MAXIMUM, period: PERIOD }),
      ]),
      graph('Webhook endpoints disabled', [
        metrics.search('WebhookEndpointDisabled', { statistic: 'Sum', period: PERIOD }),
      ]),
      graph('Devices locked out', [metrics.search('DeviceLockedOut', { statistic: 'Sum', period: PERIOD })]),
    );
  }
}

function addSecondRegion(dashboard: Dashboard, metrics: StageMetrics, deadLetters: IQueue): void {
  dashboard.addWidgets(
    heading('Second region', 'How far it is behind the first region, and what it has answered instead.'),
  );
  dashboard.addWidgets(
    graph('Lag, p50 and p95 in ms', [
      metrics.of('ReplicationLag', {}, { period: PERIOD, statistic: 'p50', label: 'p50' }),
      metrics.of('ReplicationLag', {}, { period: PERIOD, statistic: 'p95', label: 'p95' }),
    ]),
    graph('Changes not replicated yet', [
      metrics.of('ReplicationBacklog', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
    ]),
    graph('Age of the oldest change, in ms', [
      metrics.of('ReplicationBacklogAge', {}, { period: PERIOD, statistic: Stats.MAXIMUM }),
    ]),
    graph('Failed, and set aside', [
      metrics.search('ReplicationFailed', { statistic: 'Sum', period: PERIOD }),
      waitingIn(deadLetters, PERIOD),
    ]),
    graph('Complete for every tenant: 1 or 0', [
      metrics.of('SecondRegionComplete', {}, { period: PERIOD, statistic: Stats.MINIMUM }),
    ]),
    graph('Answered instead of the first region', [
      metrics.search('SecondRegionAnswered', { statistic: 'Sum', period: PERIOD }),
    ]),
  );
}

function outcomes(metrics: StageMetrics, title: string, type: string): GraphWidget {
  return graph(
    title,
    OUTCOMES.map((outcome) =>
      metrics.of('VerificationDecided', { Type: type, Outcome: outcome }, { period: PERIOD, label: outcome }),
    ),
  );
}

function heading(title: string, text: string): TextWidget {
  return new TextWidget({ markdown: `## ${title}\n${text}`, width: 24, height: 2 });
}

function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...left], width: WIDTH, height: 6 });
}
