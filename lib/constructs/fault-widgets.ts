import { type GraphWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Watched } from './alarm-definitions.ts';
import { graph, PERIOD } from './dashboard-widgets.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

type Faulty = Pick<Watched, 'api' | 'registration' | 'deadLetters' | 'faceDeletions' | 'lateChecks'>;

/** Graphs of faults, and of the chores, cases and deliveries in which they show. */
export const faultWidgets = (
  metrics: StageMetrics,
  { api, registration, deadLetters, faceDeletions, lateChecks }: Faulty,
): GraphWidget[] => [
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
  graph('Face deletions set aside', [waitingIn(faceDeletions, PERIOD)]),
  graph('API latency, p95 in ms', [api.metricLatency({ period: PERIOD, statistic: 'p95' })]),
  graph('Sessions swept', [metrics.search('SessionSwept', { statistic: 'Sum', period: PERIOD })]),
  graph('Session events', [metrics.search('EventsPublished', { statistic: 'Sum', period: PERIOD })]),
  graph('Late checks', [metrics.search('LateCheck', { statistic: 'Sum', period: PERIOD })]),
  graph('Late checks set aside', [waitingIn(lateChecks, PERIOD)]),
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
];
