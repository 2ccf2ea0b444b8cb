import { Duration } from 'aws-cdk-lib';
import { type GraphWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { graph, PERIOD } from './dashboard-widgets.ts';
import { type StageMetrics, waitingIn } from './metric.ts';

const DAY = Duration.days(1);

/** Graphs of the calls of Rekognition. */
export const rekognitionWidgets = (metrics: StageMetrics): GraphWidget[] => [
  graph('Calls of sessions by type', [metrics.search('CheckCalls', { statistic: 'Sum', period: PERIOD })]),
  graph('Calls', [metrics.search('RekognitionCall', { statistic: 'Sum', period: PERIOD })]),
  graph('Latency, p95 in ms', [metrics.search('RekognitionLatency', { statistic: 'p95', period: PERIOD })]),
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
];

/**
 * Graphs of the shards, and of the faces and user vectors in them.
 * @param userVectors messages of user vectors that were set aside
 */
export const shardWidgets = (metrics: StageMetrics, userVectors: IQueue): GraphWidget[] => [
  graph('Searches by shard', [metrics.search('CollectionSearched', { statistic: 'Sum', period: PERIOD })]),
  graph('Faces indexed by shard and cause', [
    metrics.search('FaceIndexed', { statistic: 'Sum', period: PERIOD }),
  ]),
  graph('Faces deleted and updated by cause', [
    metrics.search('FaceDeleted', { statistic: 'Sum', period: PERIOD }),
    metrics.search('FaceUpdated', { statistic: 'Sum', period: PERIOD }),
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
];
