import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
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

/** One figure for an alarm: calls of these operations that were throttled or failed, in five minutes. */
export function sumOf(
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
