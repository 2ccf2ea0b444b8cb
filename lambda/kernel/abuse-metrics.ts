import type { MetricDefinition } from './metric-definition.ts';

/** Metrics of lockouts and of suspected takeovers of accounts. */
export const ABUSE_METRICS = {
  DeviceLockedOut: {
    unit: 'Count',
    dimensions: ['Step'],
    description: 'Devices or users locked out: timeout or block',
  },
  LockoutStarted: {
    unit: 'Count',
    dimensions: ['Kind', 'Step'],
    description: 'Lockouts of users, devices, and users on a device: timeout or block',
  },
  LockoutLifted: {
    unit: 'Count',
    dimensions: ['Kind'],
    description: 'Lockouts that operators have lifted',
  },
  TakeoverSignal: {
    unit: 'Count',
    dimensions: ['Signal'],
    description: 'Authentications that were abandoned, or showed another face than that of their user',
  },
  TakeoverSuspected: {
    unit: 'Count',
    dimensions: ['Signal'],
    description:
      'Users whose authentications were so often abandoned or mismatched that somebody else may try',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;
