import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of how long data are kept. */
export const RETENTION_METRICS = {
  ObjectsPastRetention: {
    unit: 'Count',
    dimensions: ['Class'],
    description:
      'Rows and objects of a tenant that are kept beyond their time, by class, among the oldest of each',
  },
  DataExported: {
    unit: 'Count',
    dimensions: [],
    description: 'Pages of the data of a user that were exported',
  },
  Repudiation: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Enrollments that their person denies: links created, users frozen, repeated, refused links, and releases',
  },
  TemplatesLapsed: {
    unit: 'Count',
    dimensions: ['Result'],
    description: 'Users whose templates were removed because their time was over, or could not be',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
