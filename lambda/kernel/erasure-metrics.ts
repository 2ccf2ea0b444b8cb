import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of erasures of users. */
export const ERASURE_METRICS = {
  ErasureRequested: {
    unit: 'Count',
    dimensions: ['Cause'],
    description: 'Erasures of users that were requested: by operators, backends or withdrawn consents',
  },
  ErasureDuration: {
    unit: 'Milliseconds',
    dimensions: ['Cause'],
    description: 'Time from the request of an erasure until every store has confirmed it',
  },
  ErasureStoreFailed: {
    unit: 'Count',
    dimensions: ['Store'],
    description: 'Visits of a store by an erasure that failed, and are repeated',
  },
  ErasureUnconfirmed: {
    unit: 'Count',
    dimensions: ['Store'],
    description: 'Stores that an erasure of more than a day still waits for',
  },
  ErasureAge: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Age of the oldest erasure of a tenant that runs',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
