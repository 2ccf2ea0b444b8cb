import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { readPinnedPolicy } from '../../../lambda/policies/read-pinned-policy.ts';
import { aPolicyVersion } from '../../support/lambda/a-policy.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { InMemoryPolicies } from '../../support/lambda/in-memory-policies.ts';

const pinned = { tenant: TENANT, policy: { id: 'registration', version: 1 } } as const;

it('reads what the version says, in this deployment', async () => {
  const policies = new InMemoryPolicies();
  policies.versions.push(aPolicyVersion());
  const stage = { ...DEFAULT_POLICY, prices_usd: {} };
  expect(await readPinnedPolicy(pinned, { policies, stage })).toEqual(stage);
});

it('fails for a version that does not exist, or is of another tenant', async () => {
  const policies = new InMemoryPolicies();
  policies.versions.push(aPolicyVersion({ tenant: 'other' }));
  await expect(readPinnedPolicy(pinned, { policies, stage: DEFAULT_POLICY })).rejects.toThrow(
    'policy registration has no version 1',
  );
});

it('fails, and says why, for one that does not fit the deployment any more', async () => {
  const policies = new InMemoryPolicies();
  policies.versions.push(aPolicyVersion());
  const stage = { ...DEFAULT_POLICY, stateless_face_model_version: '9.0' };
  await expect(readPinnedPolicy(pinned, { policies, stage })).rejects.toThrow(
    /version 1 of policy registration does not fit this deployment: match_thresholds: .*"9\.0"/,
  );
});
