import type { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  GraphWidgetView,
  type IMetric,
  type IWidget,
  MathExpression,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { VerificationPolicy } from '../../lambda/kernel/policy.ts';
import { SCORE_BAND_ENDS, scoreBand } from '../../lambda/kernel/score-band.ts';
import { sessionType } from '../../lambda/kernel/session-type.ts';
import type { StageMetrics } from './metric.ts';

interface Limit {
  readonly name: string;
  /** Percent. */
  readonly value: number;
}

const WIDTH = 8;
const HEIGHT = 6;

/**
 * Makes the widgets that sum up the time that a dashboard shows: steps of registrations, reasons, scores by
 * band, latency and cost. Limits and prices are those of the deployed policy; a tenant may have another one.
 */
export function overviewWidgets(
  metrics: StageMetrics,
  policy: VerificationPolicy,
  period: Duration,
): IWidget[] {
  const Type = 'registration';
  const passed = (Check: string, label: string): IMetric =>
    metrics.of('CheckRecorded', { Type, Check, Result: 'passed' }, { period, label });
  const match = policy.match_thresholds[policy.stateless_face_model_version];
  return [
    bars('Registrations by step', [
      metrics.of('VerificationSessionCreated', { Type }, { period, label: 'Created' }),
      passed('liveness', 'Liveness passed'),
      metrics.of('VerificationSubmitted', { Type }, { period, label: 'Submitted, each attempt' }),
      passed('face_match', 'Face matches document'),
      metrics.of('VerificationDecided', { Type, Outcome: 'approved' }, { period, label: 'Approved' }),
    ]),
    bars('Outcomes by reason', [metrics.search('VerificationReason', { statistic: 'Sum', period })]),
    costPerApproval(metrics, policy, period),
    bars(
      'Similarity of face and document, in percent',
      bandsWith([
        { name: 'limit', value: match?.regular ?? 0 },
        { name: 'sensitive', value: match?.sensitive ?? 0 },
      ]).map(([Band, label]) =>
        metrics.of('CheckSimilarity', { Type, Check: 'face_match', Band }, { period, label }),
      ),
    ),
    bars(
      'Confidence of liveness checks, in percent',
      bandsWith([{ name: 'limit', value: policy.liveness.min_confidence }]).map(([Band, label]) =>
        metrics.of('LivenessConfidence', { Band }, { period, label }),
      ),
    ),
    bars('Latency by operation, p95 in ms', [
      metrics.search('RekognitionLatency', { statistic: 'p95', period }),
    ]),
  ];
}

/** Returns the bands of scores, the lowest first, each with a label that names the limits in it. */
function bandsWith(limits: readonly Limit[]): [band: string, label: string][] {
  return [0, ...SCORE_BAND_ENDS.toReversed()].map((end) => {
    const band = scoreBand(end);
    const inside = limits.filter(({ value }) => scoreBand(value) === band);
    return [band, [band, ...inside.map(({ name, value }) => `${name} ${value}`)].join(', ')];
  });
}

/** All calls at their price, those of index jobs and migrations too, per approved session. */
function costPerApproval(
  metrics: StageMetrics,
  { prices_usd: prices }: VerificationPolicy,
  period: Duration,
): IWidget {
  const calls = Object.entries(prices).map(([Operation, price], index) => ({
    id: `calls${index}`,
    price,
    metric: metrics.of('RekognitionCall', { Operation }, { period }),
  }));
  const approvals = sessionType.options.map((Type, index) => ({
    id: `approved${index}`,
    metric: metrics.of('VerificationDecided', { Type, Outcome: 'approved' }, { period }),
  }));
  const cost = calls.map(({ id, price }) => `${price} * FILL(${id}, 0)`).join(' + ');
  const approved = approvals.map(({ id }) => `FILL(${id}, 0)`).join(' + ');
  return new SingleValueWidget({
    title: 'Cost per approved verification, Rekognition',
    metrics: [
      new MathExpression({
        expression: `(${cost}) / (${approved})`,
        label: 'USD',
        usingMetrics: Object.fromEntries([...calls, ...approvals].map(({ id, metric }) => [id, metric])),
        period,
      }),
    ],
    setPeriodToTimeRange: true,
    width: WIDTH,
    height: HEIGHT,
  });
}

const bars = (title: string, left: IMetric[]): IWidget =>
  new GraphWidget({
    title,
    left,
    view: GraphWidgetView.BAR,
    setPeriodToTimeRange: true,
    width: WIDTH,
    height: HEIGHT,
  });
