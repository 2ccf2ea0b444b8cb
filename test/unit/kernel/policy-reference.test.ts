import { expect, it } from 'vitest';
import { policyReference } from '../../../lambda/kernel/policy-reference.ts';

it('names a version of the policy of a session type', () => {
  expect(policyReference.parse({ id: 'registration', version: 1 })).toEqual({
    id: 'registration',
    version: 1,
  });
  for (const wrong of [{ id: 'other', version: 1 }, { id: 'registration', version: 0 }, { id: 'step_up' }])
    expect(policyReference.safeParse(wrong).success).toBe(false);
});
