import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from './alarm-definition.ts';
import type { StageMetrics } from './metric.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Operations that a person waits for. An alarm adds up at most ten metrics and cannot search for them. */
export const PERSON_OPERATIONS = [
  'CreateFaceLivenessSession',
  'GetFaceLivenessSessionResults',
  'DetectFaces',
  'CompareFaces',
  'SearchFacesByImage',
  'SearchUsersByImage',
  'IndexFaces',
  'DeleteFaces',
  'ListFaces',
] as const;

/** Operations of work on whole collections, which no person waits for. */
export const UPKEEP_OPERATIONS = [
  'CreateUser',
  'AssociateFaces',
  'DisassociateFaces',
  'DeleteUser',
  'ListUsers',
  'SearchUsers',
  'CreateCollection',
  'DescribeCollection',
  'DeleteCollection',
] as const;

/** Alarms about calls of Rekognition that are throttled or fail. */
export const rekognitionAlarms = (metrics: StageMetrics): AlarmDefinition[] => [
  {
    name: 'Rekognition throttled',
    metric: sumOf(metrics, 'RekognitionThrottled', PERSON_OPERATIONS, 'throttled calls'),
    threshold: 5,
    evaluationPeriods: 2,
    reason:
      'Retries survive single bursts; five failed calls in each of two periods mean that the quota is too small.',
  },
  {
    name: 'Rekognition failing',
    metric: sumOf(metrics, 'RekognitionFailed', PERSON_OPERATIONS, 'failed calls'),
    threshold: 5,
    evaluationPeriods: 2,
    reason: 'Single faults are retried; five in each of two periods are an outage or a denied permission.',
  },
  {
    name: 'Rekognition upkeep failing',
    metric: sumOf(metrics, 'RekognitionFailed', UPKEEP_OPERATIONS, 'failed calls'),
    threshold: 5,
    evaluationPeriods: 2,
    reason:
      'Nobody waits for these calls, but five failures in each of two periods mean that the work stands still.',
  },
];

/** One figure for an alarm: calls of these operations that were throttled or failed, in five minutes. */
function sumOf(
  metrics: StageMetrics,
  name: 'RekognitionThrottled' | 'RekognitionFailed',
  operations: readonly string[],
  label: string,
): MathExpression {
  const summed = operations.map((Operation) => metrics.of(name, { Operation }, { period: FIVE_MINUTES }));
  return new MathExpression({
    expression: summed.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    label,
    period: FIVE_MINUTES,
    usingMetrics: Object.fromEntries(summed.map((metric, index) => [`m${index}`, metric])),
  });
}
