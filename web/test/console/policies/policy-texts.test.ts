import { expect, it } from 'vitest';
import { policyIdOf } from '../../../src/console/policies/policy-texts.ts';

it('knows the session types that have a policy', () => {
  expect(policyIdOf('step_up')).toBe('step_up');
  expect(policyIdOf('toString')).toBeUndefined();
  expect(policyIdOf(undefined)).toBeUndefined();
});
