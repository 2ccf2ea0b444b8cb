import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of review cases. */
export const REVIEW_METRICS = {
  ReviewCaseOpened: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Cases opened for a person to decide, by reason',
  },
  ReviewCaseDecided: {
    unit: 'Count',
    dimensions: ['ReasonCode', 'Finding'],
    description: 'Cases decided, by reason and finding',
  },
  ReviewCaseWaiting: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Cases of a tenant that wait for a person, by reason',
  },
  ReviewCaseOldestAge: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Age of the oldest case of a tenant that waits for a person',
  },
  ReviewCaseOverdue: {
    unit: 'Count',
    dimensions: [],
    description: 'Cases of a tenant that should have been decided, and are not',
  },
  ReviewCaseEscalated: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Cases that became overdue, by reason',
  },
  HeldSessionAge: {
    unit: 'Milliseconds',
    dimensions: [],
    description: 'Age of the oldest session of a tenant that is held for a person',
  },
  ReviewCaseClosed: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Cases closed undecided, since their session had ended otherwise, by reason',
  },
  ReviewImageViewed: {
    unit: 'Count',
    dimensions: ['Kind'],
    description: 'Images of cases shown to operators',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
