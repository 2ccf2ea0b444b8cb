import type { MetricDefinition } from './metric-definition.ts';

/**
 * Metrics of the checks of sessions, each with the type of the session (whitepaper 8.2). They are emitted
 * where a check is recorded or its calls are made, and hold bands instead of scores and measures (ADR 21).
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
    description: 'Calls of Rekognition that sessions made: liveness checks, other checks and late checks',
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
  QualityRuleFailed: {
    unit: 'Count',
    dimensions: ['Type', 'Image', 'ReasonCode'],
    description: 'Rules of the quality gate that a picture failed, by type of session, picture and reason',
  },
  ImageMeasured: {
    unit: 'Count',
    dimensions: ['Type', 'Check', 'Measure', 'Band', 'Result'],
    description:
      'Sharpness, brightness, pose and occlusion of pictures by band, with the result of their check',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
