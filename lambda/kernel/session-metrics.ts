import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of verification sessions: how many, and how, where and why they end. */
export const SESSION_METRICS = {
  VerificationSessionCreated: {
    unit: 'Count',
    dimensions: ['Type'],
    description: 'Verification sessions created',
  },
  VerificationRefused: {
    unit: 'Count',
    dimensions: ['Step', 'ReasonCode'],
    description: 'Sessions or liveness checks refused, since the outcome is known without asking the person',
  },
  VerificationDecided: {
    unit: 'Count',
    dimensions: ['Type', 'Outcome'],
    description:
      'Verification sessions that reached a final status: approved, declined, canceled, expired, abandoned or error',
  },
  VerificationReason: {
    unit: 'Count',
    dimensions: ['Type', 'Step', 'ReasonCode'],
    description:
      'Reason codes of decided verifications, with the check that found each (whitepaper 8.2: where and why)',
  },
  VerificationIncomplete: {
    unit: 'Count',
    dimensions: ['Type', 'Outcome', 'Step', 'Reason'],
    description:
      'Sessions that ended as canceled, expired, abandoned or error, by the step where they stopped and why',
  },
  VerificationDuration: {
    unit: 'Milliseconds',
    dimensions: ['Type', 'Outcome'],
    description: 'Time from creation of the session to its decision',
  },
  DecisionAwaited: {
    unit: 'Count',
    dimensions: ['Result'],
    description:
      'Calls that asked to wait for a decision: decided, undecided when their time was over, or not waited',
  },
  AttemptFailed: {
    unit: 'Count',
    dimensions: ['Step', 'ReasonCode'],
    description: 'Attempts that failed and that the person may repeat in the same session, by reason',
  },
  VerificationHeld: {
    unit: 'Count',
    dimensions: ['ReasonCode'],
    description: 'Registrations held for review',
  },
  AlternativePathTaken: {
    unit: 'Count',
    dimensions: ['Reason', 'Means'],
    description: 'Registrations whose person asked for another path than the liveness check (whitepaper 3.2)',
  },
  VerificationSubmitted: {
    unit: 'Count',
    dimensions: ['Type'],
    description: 'Sessions submitted for a decision, each attempt with another document included',
  },
  VerificationResubmitted: {
    unit: 'Count',
    dimensions: [],
    description: 'Registrations that were resumed after an outage, without another liveness check',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
