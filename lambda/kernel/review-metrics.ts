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
    dimensions: ['Finding', 'ReasonCode'],
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
    description:
      'Cases closed undecided, by reason: their session had ended otherwise, or a sample was not labeled in time',
  },
  LivenessLabeled: {
    unit: 'Count',
    dimensions: ['Label', 'ChallengeVersion'],
    description: 'Sampled liveness checks that a person has labeled, by label and version of the challenge',
  },
  ReviewImageViewed: {
    unit: 'Count',
    dimensions: ['Kind'],
    description: 'Images of cases shown to operators',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
