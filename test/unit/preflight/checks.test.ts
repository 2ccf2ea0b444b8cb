import { describe, expect, it } from 'vitest';
import { quotasIn } from '../../../lambda/rate-limits/contract.ts';
import { configOfStage, type DeploymentConfig, type StageOverrides } from '../../../lib/config.ts';
import type { Account } from '../../../scripts/preflight/account.ts';
import { CHECKS } from '../../../scripts/preflight/checks.ts';
import { runChecks } from '../../../scripts/preflight/preflight.ts';
import { isBlocked, report } from '../../../scripts/preflight/report.ts';

/** An account in which the stage can be deployed at once. */
const anAccount = (changes: Partial<Account> = {}): Account => ({
  caller: async () => ({ accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/dora' }),
  rekognitionQuotas: async (region) => {
    const { UserVectors, ...quotas } = quotasIn(region);
    const users = ['CreateUser', 'DeleteUser', 'AssociateFaces', 'DisassociateFaces'];
    return new Map([
      ...Object.entries(quotas),
      ...users.map((name): [string, number] => [name, UserVectors]),
    ]);
  },
  unreservedConcurrency: async () => 1000,
  collectionIds: async () => [],
  bootstrapVersion: async () => 33,
  ...changes,
});

const configured = (overrides: StageOverrides = {}): DeploymentConfig =>
  configOfStage('prod', { alarmTarget: 'ops@example.com', ...overrides });
const run = (
  account: Account,
  { config = configured(), isUpdate = false }: { config?: DeploymentConfig; isUpdate?: boolean } = {},
) => runChecks(CHECKS, { config, account, isUpdate });
/** Findings that are not as they should be. */
const problems = async (...args: Parameters<typeof run>) =>
  (await run(...args)).filter(({ level }) => level !== 'fine');

describe('the preflight', () => {
  it('finds nothing to do in an account that has everything', async () => {
    const findings = await run(anAccount());
    expect(findings.filter(({ level }) => level !== 'fine')).toEqual([]);
    expect(isBlocked(findings)).toBe(false);
    expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(CHECKS.map(({ name }) => name)));
  });

  it('warns the root user', async () => {
    const caller = async () => ({ accountId: '1', arn: 'arn:aws:iam::111122223333:root' });
    expect(await problems(anAccount({ caller }))).toMatchObject([
      { check: 'credentials', level: 'warns', todo: expect.stringContaining('MFA') },
    ]);
  });

  it('stops where nobody says who calls, since nothing else could be read', async () => {
    const caller = () =>
      Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    expect(await run(anAccount({ caller }))).toEqual([
      expect.objectContaining({ check: 'credentials', level: 'blocks' }),
    ]);
  });

  it.each([
    ['is missing', undefined, 'eu-west-1 is not bootstrapped'],
    ['is too old', 5, 'has version 5, and 6 is needed'],
  ])('blocks where the bootstrap stack %s, and gives the command', async (_what, version, says) => {
    const [problem, ...others] = await problems(anAccount({ bootstrapVersion: async () => version }));
    expect(problem).toMatchObject({
      check: 'bootstrap',
      level: 'blocks',
      what: expect.stringContaining(says),
      todo: 'npx cdk bootstrap aws://111122223333/eu-west-1',
    });
    expect(others).toEqual([]);
  });

  it('looks at both regions of a deployment that has two', async () => {
    const config = configured({ secondRegion: { region: 'eu-central-1' } });
    const bootstrapVersion = async (region: string) => (region === 'eu-west-1' ? 33 : undefined);
    expect(await problems(anAccount({ bootstrapVersion }), { config })).toMatchObject([
      { check: 'bootstrap', what: expect.stringContaining('eu-central-1') },
    ]);
  });

  describe('of collections that exist', () => {
    const [tenant] = configured().tenants;
    const prefix = configured().collectionPrefix;
    const account = anAccount({
      collectionIds: async () => [`${prefix}.${tenant?.id}.g1.0`, `${prefix}.another.g1.0`],
    });

    it('blocks a first deployment, which would create them again', async () => {
      expect(await problems(account)).toMatchObject([
        {
          check: 'collections',
          level: 'blocks',
          what: expect.stringContaining('1 of 4 collections of the stage exist in eu-west-1 already'),
          todo: expect.stringContaining('--import-existing-resources'),
        },
      ]);
    });

    const withShards = (count: number) =>
      anAccount({
        collectionIds: async () =>
          Array.from({ length: count }, (_, shard) => `${prefix}.${tenant?.id}.g1.${shard}`),
      });

    it.each([0, 4])('expects all of them or none at an update: %i', async (count) => {
      expect(await problems(withShards(count), { isUpdate: true })).toEqual([]);
    });

    it.each([2, 8])('blocks an update that changes the number of shards in place, from %i', async (count) => {
      expect(await problems(withShards(count), { isUpdate: true })).toMatchObject([
        {
          check: 'collections',
          level: 'blocks',
          what: expect.stringContaining(`has ${count} shards in eu-west-1, and lib/config.ts has 4`),
          todo: expect.stringContaining('docs/migrations.md'),
        },
      ]);
    });
  });

  it('warns of quotas that are lower than what is configured, and says to what to set them', async () => {
    const rekognitionQuotas = async (region: string) =>
      new Map([
        ...(await anAccount().rekognitionQuotas(region)),
        ['IndexFaces', 5],
        ['CreateUser', 2],
      ] as const);
    expect(await problems(anAccount({ rekognitionQuotas }))).toEqual([
      {
        check: 'quotas',
        level: 'warns',
        what: 'IndexFaces in eu-west-1: 50 calls per second configured, 5 granted',
        todo: 'Request an increase in Service Quotas, or set quotas: { IndexFaces: 5 } in lib/config.ts.',
      },
      expect.objectContaining({ what: expect.stringContaining('CreateUser in eu-west-1: 5 calls') }),
    ]);
  });

  it('compares the second region with quotas of its own', async () => {
    const config = configured({ secondRegion: { region: 'eu-central-1', quotas: { DeleteFaces: 20 } } });
    expect(await problems(anAccount(), { config })).toMatchObject([
      { what: 'DeleteFaces in eu-central-1: 20 calls per second configured, 5 granted' },
    ]);
  });

  it('warns of quotas that Service Quotas does not have', async () => {
    const found = await problems(anAccount({ rekognitionQuotas: async () => new Map() }));
    expect(found).toHaveLength(9);
    for (const { check, level } of found) expect([check, level]).toEqual(['quotas', 'warns']);
  });

  it.each([
    [10, 'blocks', 'an index job takes 12'],
    [12, 'blocks', 'an index job takes 12'],
    [
      100,
      'warns',
      '100 requests per second, 100 that wait for a decision (longPoll) and an index job may need 212',
    ],
  ])('with %d executions of Lambda at once %s the deployment', async (unreserved, level, says) => {
    const [problem] = await problems(anAccount({ unreservedConcurrency: async () => unreserved }));
    expect(problem).toMatchObject({
      check: 'concurrency',
      level,
      what: expect.stringContaining(says),
      todo: expect.stringContaining('212 or more'),
    });
  });

  it('goes on where one thing may not be read, and names what the caller needs', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const findings = await run(anAccount({ rekognitionQuotas: () => Promise.reject(denied) }));
    expect(findings.find(({ check }) => check === 'quotas')).toMatchObject({
      level: 'warns',
      todo: expect.stringContaining('servicequotas:ListServiceQuotas'),
    });
    expect(findings.some(({ check }) => check === 'concurrency')).toBe(true);
    expect(isBlocked(findings)).toBe(false);
  });

  it('blocks where a region does not answer', async () => {
    const disabled = Object.assign(new Error('invalid token'), { name: 'UnrecognizedClientException' });
    const findings = await run(anAccount({ collectionIds: () => Promise.reject(disabled) }));
    expect(isBlocked(findings)).toBe(true);
    expect(findings.find(({ check }) => check === 'collections')?.todo).toContain('enabled for the account');
  });
});

it('the report says what is wrong and, below it, what to do', () => {
  const text = report('prod', [
    { check: 'regions', level: 'fine', what: 'eu-west-1 has Amazon Rekognition' },
    { check: 'bootstrap', level: 'blocks', what: 'no bootstrap', todo: 'npx cdk bootstrap' },
    { check: 'quotas', level: 'warns', what: 'too low', todo: 'raise it' },
  ]);
  expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
    '',
    '  preflight of stage prod',
    '',
    '  ok       regions      eu-west-1 has Amazon Rekognition',
    '  BLOCKS   bootstrap    no bootstrap',
    '                        -> npx cdk bootstrap',
    '  warning  quotas       too low',
    '                        -> raise it',
    '',
    '  1 of the findings block the deployment, 1 are warnings',
    '',
  ]);
});
