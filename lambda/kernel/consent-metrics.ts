import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of consent. */
export const CONSENT_METRICS = {
  ConsentTextPublished: {
    unit: 'Count',
    dimensions: [],
    description: 'Consent texts that operators have published',
  },
  ConsentGiven: {
    unit: 'Count',
    dimensions: ['Channel'],
    description: 'Receipts written, by how the person consented',
  },
  ConsentWithdrawn: {
    unit: 'Count',
    dimensions: ['By'],
    description: 'Withdrawals, by whether the person, a backend or an operator wrote it',
  },
  ConsentRefused: {
    unit: 'Count',
    dimensions: ['Step'],
    description: 'Steps that made no biometric call, since consent was withdrawn or its text is unknown',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
