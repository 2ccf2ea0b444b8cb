import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of policies. */
export const POLICY_METRICS = {
  PolicyVersionCreated: {
    unit: 'Count',
    dimensions: ['Type'],
    description: 'Versions of policies that operators have written, by session type',
  },
  PolicyActivated: {
    unit: 'Count',
    dimensions: ['Type'],
    description: 'Versions of policies that operators have activated, by session type',
  },
  PolicySimulated: {
    unit: 'Count',
    dimensions: ['Type'],
    description: 'Versions of policies that were tried on past decisions, by session type',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
