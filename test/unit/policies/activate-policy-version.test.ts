import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { activatePolicyVersion } from '../../../lambda/policies/activate-policy-version.ts';
import { findActivePolicy } from '../../../lambda/policies/find-active-policy.ts';
import { readPinnedPolicy } from '../../../lambda/policies/read-pinned-policy.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator, TENANT } from '../../support/lambda/builders.ts';

const found = ({ dependencies }: ReturnType<typeof aPolicyDesk>) =>
  findActivePolicy(TENANT, 'registration', {
    ...dependencies,
    policyOf: (pinned) => readPinnedPolicy(pinned, dependencies),
  });

describe('activating a version', () => {
  it('has new sessions decided by it, and says what was before', async () => {
    const desk = aPolicyDesk();
    await desk.create({ change: { duplicates: 'decline' } });
    expect((await found(desk)).policy.duplicates).toBe('review');
    expect(await desk.activate(2)).toMatchObject({
      id: 'registration',
      active_version: 2,
      active_by: 'operator',
      previous_version: 1,
      latest_version: 2,
    });
    expect(await found(desk)).toMatchObject({ reference: { version: 2 }, policy: { duplicates: 'decline' } });
    expect(desk.metrics.filter(({ name }) => name === 'PolicyActivated')).toHaveLength(1);
  });

  it('of the active one changes nothing and counts nothing', async () => {
    const desk = aPolicyDesk();
    expect(await desk.activate(1)).toMatchObject({ active_version: 1, active_by: 'stage' });
    expect(desk.metrics).toEqual([]);
  });

  it.each(['2', '0', '01', '1.5', '-1', 'latest', '9999999'])('finds no version %s', async (version) => {
    const { dependencies, activate } = aPolicyDesk();
    await activate(1);
    await expect(
      activatePolicyVersion(anOperator(), 'registration', version, dependencies),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses a version that the deployment has outgrown', async () => {
    const { policies, create } = aPolicyDesk();
    await create();
    const newer = verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      stateless_face_model_version: '8.0',
      match_thresholds: { ...DEFAULT_POLICY.match_thresholds, '8.0': { regular: 95, sensitive: 99 } },
    });
    await expect(aPolicyDesk(newer, policies).activate(2)).rejects.toMatchObject({
      code: 'invalid_state',
      message: expect.stringContaining('"8.0"'),
    });
  });

  it('leaves the last of several at once active, and loses none of them', async () => {
    const desk = aPolicyDesk();
    for (const _version of [2, 3, 4]) await desk.create();
    await Promise.all([2, 3, 4].map((version) => desk.activate(version)));
    const [line] = desk.policies.lines.values();
    expect(line?.revision).toBe(1 + 3 + 3);
    expect([2, 3, 4]).toContain(line?.active);
  });

  it('is not tried without end', async () => {
    const desk = aPolicyDesk();
    await desk.create();
    desk.policies.save = async () => false;
    await expect(desk.activate(2)).rejects.toMatchObject({ code: 'policy_changed' });
  });
});
