import type { ApiFunctionName } from '../lambda/api/routes.ts';

/**
 * Functions that no verification waits for, which operators and backends call, and people for their consent:
 * they have a stack of their own.
 */
export const OPERATORS_FUNCTIONS = [
  'audit-api',
  'collections-api',
  'consents-api',
  'erasures-api',
  'index-jobs-api',
  'liveness-labels-api',
  'lockouts-api',
  'migrations-api',
  'policies-api',
  'policy-simulations-api',
  'reconciliations-api',
  'repudiations-api',
  'review-cases-api',
  'test-helpers-api',
  'users-api',
  'watchlists-api',
  'webhooks-api',
] as const satisfies readonly ApiFunctionName[];
export type OperatorsFunction = (typeof OPERATORS_FUNCTIONS)[number];

/** Whether a function is in the operators' stack. */
export const isForOperators = (name: string): name is OperatorsFunction =>
  (OPERATORS_FUNCTIONS as readonly string[]).includes(name);
