import { describe, expect, it } from 'vitest';
import { policyFingerprint } from '../../../lambda/kernel/decision.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { documentOf } from '../../../lambda/policies/domain/policy-document.ts';
import { activate, addDraft } from '../../../lambda/policies/domain/policy-version.ts';
import { findActivePolicy } from '../../../lambda/policies/find-active-policy.ts';
import { readPinnedPolicy } from '../../../lambda/policies/read-pinned-policy.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryPolicies } from '../../support/lambda/in-memory-policies.ts';

/** A tenant whose sessions are decided by the config's policy until an operator says otherwise. */
function aTenant(policies = new InMemoryPolicies(), stage = DEFAULT_POLICY) {
  const reads: unknown[] = [];
  const dependencies = {
    policies,
    stage,
    clock: () => NOON,
    policyOf: async (pinned: Parameters<typeof readPinnedPolicy>[0]) => {
      reads.push(pinned.policy);
      return readPinnedPolicy(pinned, { policies, stage });
    },
  };
  return {
    policies,
    reads,
    dependencies,
    find: () => findActivePolicy(TENANT, 'registration', dependencies),
  };
}

const stricter = { ...DEFAULT_POLICY, duplicates: 'decline' as const };

describe('the policy that new sessions get', () => {
  it('is that of the config, which becomes version 1 and is read from no table', async () => {
    const { policies, reads, find } = aTenant();
    for (const _time of [1, 2])
      expect(await find()).toEqual({ reference: { id: 'registration', version: 1 }, policy: DEFAULT_POLICY });
    expect(policies.versions).toHaveLength(1);
    expect(policies.versions[0]).toMatchObject({ origin: 'stage', created_at: NOON.toISOString() });
    expect(reads).toEqual([]);
  });

  it('is another version where the config has changed, while the first one stays as it was', async () => {
    const { policies, find } = aTenant();
    await find();
    const changed = aTenant(policies, stricter);
    expect(await changed.find()).toEqual({ reference: { id: 'registration', version: 2 }, policy: stricter });
    expect(JSON.parse(policies.versions[0]?.document ?? '')).toEqual(documentOf(DEFAULT_POLICY));
  });

  it('is none of a change of prices, which belong to the deployment', async () => {
    const { policies, find } = aTenant();
    await find();
    const cheaper = { ...DEFAULT_POLICY, prices_usd: {} };
    expect(await aTenant(policies, cheaper).find()).toMatchObject({
      reference: { version: 1 },
      policy: cheaper,
    });
    expect(policies.versions).toHaveLength(1);
  });

  it('is what an operator has activated, also where the config changes afterwards', async () => {
    const { policies, find } = aTenant();
    await find();
    const line = policies.lines.get(`${TENANT} registration`);
    if (!line) throw new Error('there is no line');
    const document = documentOf(stricter);
    const added = addDraft(line, {
      tenant: TENANT,
      id: 'registration',
      origin: 'operator',
      document: JSON.stringify(document),
      fingerprint: policyFingerprint(document),
      created_at: NOON.toISOString(),
    });
    await policies.add(added);
    expect(await find()).toMatchObject({ reference: { version: 1 } });
    await policies.save(TENANT, 'registration', activate(added.line, added.version, NOON));
    expect(await find()).toEqual({ reference: { id: 'registration', version: 2 }, policy: stricter });
    const other = { ...DEFAULT_POLICY, session_lifetime_minutes: 30 };
    expect(await aTenant(policies, other).find()).toEqual({
      reference: { id: 'registration', version: 2 },
      policy: stricter,
    });
  });

  it('is added once, by whichever of several first requests comes first', async () => {
    const { policies, find } = aTenant();
    const found = await Promise.all([find(), find(), find()]);
    expect(found.map(({ reference }) => reference.version)).toEqual([1, 1, 1]);
    expect(policies.versions).toHaveLength(1);
  });

  it('is not waited for without end', async () => {
    const { policies, find } = aTenant();
    policies.add = async () => false;
    await expect(find()).rejects.toThrow('changed by others');
  });
});
