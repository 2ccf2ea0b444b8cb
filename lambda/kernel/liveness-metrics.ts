import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of liveness checks. */
export const LIVENESS_METRICS = {
  LivenessSessionCreated: { unit: 'Count', dimensions: [], description: 'Face Liveness sessions created' },
  LivenessChecked: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Liveness results read: passed, in the review band, failed, or refused for a retired version',
  },
  LivenessVersion: {
    unit: 'Count',
    dimensions: ['Challenge', 'Version', 'Sdk'],
    description:
      'Liveness results read, by type and version of the challenge and by the kind of SDK that the app reports',
  },
  LivenessVersionOutdated: {
    unit: 'Count',
    dimensions: ['Standing'],
    description:
      'Liveness checks of apps whose version of the challenge is refused (retired) or will be (retires_soon, retires_later)',
  },
  ReplaySuspected: {
    unit: 'Count',
    dimensions: ['Kind', 'Type'],
    description:
      'Passed liveness checks whose pictures another session has returned before: equal, or near if they look the same',
  },
  LivenessConfidence: {
    unit: 'Count',
    dimensions: ['Band'],
    description: 'Liveness results by band of confidence',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
