import { expect, it } from 'vitest';
import { requirePolicyId, requireVersion } from '../../../lambda/policies/policy-access.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { InMemoryPolicies } from '../../support/lambda/in-memory-policies.ts';

it('knows a policy for each session type', () => {
  expect(requirePolicyId('registration')).toBe('registration');
  for (const id of ['', 'Registration', 'constructor'])
    expect(() => requirePolicyId(id)).toThrow('does not exist');
});

it('knows versions by their numbers, of the own tenant', async () => {
  const policies = new InMemoryPolicies();
  policies.versions.push(aPolicyVersion());
  expect(await requireVersion(policies, TENANT, 'registration', '1')).toEqual(aPolicyVersion());
  expect(await requireVersion(policies, TENANT, 'registration', 1)).toEqual(aPolicyVersion());
  for (const wrong of ['01', '1.0', '', '1e0', '10000000'])
    await expect(requireVersion(policies, TENANT, 'registration', wrong)).rejects.toMatchObject({
      code: 'not_found',
    });
  await expect(requireVersion(policies, 'other', 'registration', 1)).rejects.toMatchObject({
    code: 'not_found',
  });
});
