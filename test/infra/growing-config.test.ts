import { beforeAll, describe, expect, it } from 'vitest';
import { configOfStage, type DeploymentConfig, parseDeploymentConfig } from '../../lib/config.ts';
import { type Synthesized, synthesize } from '../support/synthesize.ts';

const TENANTS = Array.from({ length: 200 }, (_, index) => `tenant-${index}`);
/** Limits of Lambda, IAM and CloudFormation. */
const MAX_ENVIRONMENT_BYTES = 4096;
const MAX_POLICY_CHARACTERS = 6144;
const MAX_INLINE_CHARACTERS = 10_240;
const MAX_MANAGED_POLICIES = 10;
const MAX_RESOURCES = 500;

const anImport = (tenant: string, index: number) => ({
  tenant,
  bucket: `${tenant}-archive-of-all-people-${index}`,
  region: 'eu-central-1',
  prefix: 'people/',
  key_arn: `arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
});

const aConfig = (changes: object): DeploymentConfig =>
  parseDeploymentConfig({ ...configOfStage('dev'), tenants: TENANTS.map((id) => ({ id })), ...changes });

/** Bytes of an environment, with what only the deployment knows at its usual length. */
const bytesOf = (variables: Readonly<Record<string, unknown>>): number =>
  Buffer.byteLength(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : 'x'.repeat(110),
        ]),
      ),
    ),
  );

describe('200 tenants, of whom each has generations of its own and 30 import from buckets', () => {
  let app: Synthesized;
  beforeAll(() => {
    const own = [{ generation: 'own1', shards: 2, shard_key: { kind: 'hash' }, vectors: 'user' }];
    app = synthesize(
      aConfig({
        generations: {
          default: own,
          tenants: Object.fromEntries(TENANTS.map((id) => [id, own])),
        },
        importBuckets: TENANTS.slice(0, 30).map(anImport),
      }),
    );
  });

  it('fit into every environment', () => {
    const functions = app.of('AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(25);
    for (const { logicalId, properties } of functions)
      expect(bytesOf(properties.Environment?.Variables ?? {}), logicalId).toBeLessThanOrEqual(
        MAX_ENVIRONMENT_BYTES,
      );
  });

  it('have a parameter each that imports, with nothing of another tenant', () => {
    const parameters = app
      .of('AWS::SSM::Parameter')
      .map(({ properties }) => properties)
      .filter(({ Name }) => Name.includes('/import-buckets/'));
    expect(parameters).toHaveLength(30);
    expect(parameters[7]).toMatchObject({
      Name: '/face-idv/dev/import-buckets/tenant-7',
      Type: 'String',
      Value: JSON.stringify([
        { bucket: 'tenant-7-archive-of-all-people-7', region: 'eu-central-1', prefix: 'people/' },
      ]),
    });
  });

  it('have their backend clients in a parameter per 100, which takes 4 KB', () => {
    const lists = app
      .of('AWS::SSM::Parameter')
      .map(({ properties }) => properties)
      .filter(({ Name }) => Name.includes('/backend-clients/'));
    expect(lists.map(({ Name }) => Name)).toEqual([
      '/face-idv/dev/backend-clients/0',
      '/face-idv/dev/backend-clients/1',
    ]);
    for (const { Value } of lists) {
      const [separator, clients]: [string, unknown[]] = Value['Fn::Join'];
      expect(clients).toHaveLength(100);
      // an id has 26 characters
      expect(clients.length * (26 + separator.length)).toBeLessThanOrEqual(4096);
    }
  });

  it('leave room in every role and stack', () => {
    for (const { logicalId, properties } of app.of('AWS::IAM::ManagedPolicy'))
      expect(JSON.stringify(properties.PolicyDocument).length, logicalId).toBeLessThanOrEqual(
        MAX_POLICY_CHARACTERS,
      );
    for (const { logicalId, properties } of app.of('AWS::IAM::Role'))
      expect(JSON.stringify(properties.Policies ?? []).length, logicalId).toBeLessThanOrEqual(
        MAX_INLINE_CHARACTERS,
      );
    const perRole = app
      .of('AWS::IAM::ManagedPolicy')
      .flatMap(({ properties }) => properties.Roles as { Ref: string }[])
      .map(({ Ref }) => Ref);
    expect(new Set(perRole).size).toBe(1);
    expect(perRole.length).toBeGreaterThan(1);
    expect(perRole.length).toBeLessThanOrEqual(MAX_MANAGED_POLICIES);
    for (const { stackName } of app.stacks)
      expect(app.resources.filter(({ stack }) => stack === stackName).length, stackName).toBeLessThanOrEqual(
        MAX_RESOURCES,
      );
  });
});

describe('import buckets', () => {
  it('of one tenant are refused where their parameter would be too long', () => {
    const imports = Array.from({ length: 60 }, (_, index) => anImport('tenant-0', index));
    expect(() => synthesize(aConfig({ importBuckets: imports }))).toThrow(
      /import buckets of tenant "tenant-0" have \d+ bytes and a parameter .* takes 4096; shorten/,
    );
  });

  it('are refused where they would fill more policies than a role takes', () => {
    const imports = TENANTS.flatMap((tenant) => [anImport(tenant, 0), anImport(tenant, 1)]);
    expect(() => synthesize(aConfig({ importBuckets: imports }))).toThrow(
      /importBuckets of lib\/config.ts fill \d+ policies and a role takes 10; list fewer/,
    );
  });
});
