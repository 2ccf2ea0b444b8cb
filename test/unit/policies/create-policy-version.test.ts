import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createPolicyVersion } from '../../../lambda/policies/create-policy-version.ts';
import { documentOf } from '../../../lambda/policies/domain/policy-document.ts';
import { aPolicyDesk } from '../../support/lambda/a-policy-desk.ts';
import { anOperator } from '../../support/lambda/builders.ts';

const errorsOf = (change: Record<string, unknown>) =>
  aPolicyDesk()
    .create({ change })
    .then(
      () => [],
      ({ code, extensions }) => {
        expect(code).toBe('invalid_request');
        return extensions.errors.map(
          (one: { path: string; message: string }) => `${one.path}: ${one.message}`,
        );
      },
    );

describe('a new version of a policy', () => {
  it('is the active one with the change, and decides nothing yet', async () => {
    const desk = aPolicyDesk();
    const version = await desk.create({ change: { match_thresholds: { '7.0': { regular: 97 } } } });
    expect(version).toMatchObject({
      id: 'registration',
      version: 2,
      active: false,
      origin: 'operator',
      created_by: 'operator-1',
      comment: 'a try',
      document: {
        ...documentOf(DEFAULT_POLICY),
        match_thresholds: { ...DEFAULT_POLICY.match_thresholds, '7.0': { regular: 97, sensitive: 99 } },
      },
    });
    expect([...desk.policies.lines.values()]).toMatchObject([{ active: 1, latest: 2 }]);
    expect(desk.metrics).toEqual([
      { name: 'PolicyVersionCreated', value: 1, dimensions: { Type: 'registration' } },
    ]);
  });

  it('starts from another version, or from published guidance', async () => {
    const desk = aPolicyDesk();
    await desk.create({ change: { session_lifetime_minutes: 30 } });
    expect((await desk.create({ base: 2 })).document.session_lifetime_minutes).toBe(30);
    expect((await desk.create({})).document.session_lifetime_minutes).toBe(60);
    const nist = await desk.create({ preset: 'nist-63b' }, 'authentication');
    expect(nist).toMatchObject({ version: 2, document: { abuse: { count: 'consecutive' } } });
    await expect(desk.create({ base: 9 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(desk.create({}, 'payment')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused with every rule that it breaks, each where it is broken', async () => {
    expect(await errorsOf({ liveness: { min_confidence: 120 }, duplicates: 'ignore' })).toEqual([
      expect.stringContaining('change.liveness.min_confidence: '),
      expect.stringContaining('change.duplicates: '),
    ]);
    expect(await errorsOf({ unknown: true, search: { matches: 1 } })).toEqual([
      expect.stringContaining('change.search.matches: '),
      expect.stringContaining('change.unknown: '),
    ]);
    expect(await errorsOf({ review: { max_days: 20 }, session_retention_days: 10 })).toHaveLength(1);
    expect(await errorsOf({ search: null })).not.toEqual([]);
  });

  it('is refused without thresholds for a model whose faces are in use', async () => {
    expect(await errorsOf({ match_thresholds: { '6.0': null } })).toEqual([
      'change.match_thresholds.6.0: is missing: faces of model 6.0 are in use in this deployment',
    ]);
  });

  it('is refused with a member that belongs to the deployment', async () => {
    expect(await errorsOf({ prices_usd: {}, search: { deadline_ms: 9000 } })).toEqual([
      'change.prices_usd: belongs to the deployment; set it in lib/config.ts',
      'change.search.deadline_ms: belongs to the deployment; set it in lib/config.ts',
    ]);
  });

  it('of several at once gets a number of its own, each', async () => {
    const desk = aPolicyDesk();
    const created = await Promise.all([desk.create(), desk.create(), desk.create()]);
    expect(created.map(({ version }) => version).sort()).toEqual([2, 3, 4]);
  });

  it('is not tried without end', async () => {
    const desk = aPolicyDesk();
    await desk.create();
    desk.policies.add = async () => false;
    const request = { change: {}, comment: 'a try' };
    await expect(
      createPolicyVersion(anOperator(), 'registration', request, desk.dependencies),
    ).rejects.toMatchObject({ code: 'policy_changed' });
  });
});
