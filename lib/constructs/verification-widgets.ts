import { type GraphWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { graph, PERIOD } from './dashboard-widgets.ts';
import type { StageMetrics } from './metric.ts';

const OUTCOMES = ['approved', 'declined', 'error', 'expired', 'abandoned', 'canceled'] as const;

/** Graphs of sessions: outcomes, reasons, checks and what people wait for. */
export const verificationWidgets = (metrics: StageMetrics): GraphWidget[] => [
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
  graph('Checks by type and result', [metrics.search('CheckRecorded', { statistic: 'Sum', period: PERIOD })]),
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
];

function outcomes(metrics: StageMetrics, title: string, type: string): GraphWidget {
  return graph(
    title,
    OUTCOMES.map((outcome) =>
      metrics.of('VerificationDecided', { Type: type, Outcome: outcome }, { period: PERIOD, label: outcome }),
    ),
  );
}
