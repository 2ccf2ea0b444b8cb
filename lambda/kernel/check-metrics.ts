import type { MetricDefinition } from './metric-definition.ts';

/**
 * Metrics of the checks of sessions, each with the type of the session (whitepaper 8.2). All of them are
 * emitted where a check is recorded, and hold bands instead of scores and measures (ADR 21).
 */
export const CHECK_METRICS = {
  CheckRecorded: {
    unit: 'Count',
    dimensions: ['Type', 'Check', 'Result'],
    description: 'Comparisons, searches, quality gates and other checks of sessions, by result',
  },
  CheckCalls: {
    unit: 'Count',
    dimensions: ['Type', 'Operation'],
    description: 'Billed calls that the checks of sessions made; liveness checks are counted as checks',
  },
  CheckSimilarity: {
    unit: 'Count',
    dimensions: ['Type', 'Check', 'Band'],
    description: 'Comparisons and searches by band of the similarity, of several faces the highest',
  },
  FacesFound: {
    unit: 'Count',
    dimensions: ['Type', 'Check'],
    description: 'Faces that were found in the pictures of sessions',
  },
  FacesReturned: {
    unit: 'Count',
    dimensions: ['Type', 'Check'],
    description: 'Faces of others that searches returned at or above the threshold, or in the review band',
  },
  ImageMeasured: {
    unit: 'Count',
    dimensions: ['Check', 'Measure', 'Band', 'Result'],
    description:
      'Sharpness, brightness, pose and occlusion of pictures by band, with the result of their check',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
