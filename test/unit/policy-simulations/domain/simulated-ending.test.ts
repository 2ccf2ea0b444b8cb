import { expect, it } from 'vitest';
import {
  APPROVED,
  notDecidable,
  simulatedOutcome,
} from '../../../../lambda/policy-simulations/domain/simulated-ending.ts';

it('an ending that is unknown is not among the outcomes', () => {
  const { outcome } = notDecidable('search_not_made');
  expect(simulatedOutcome.safeParse(outcome).success).toBe(false);
  expect(simulatedOutcome.parse(APPROVED.outcome)).toBe('approve');
});
