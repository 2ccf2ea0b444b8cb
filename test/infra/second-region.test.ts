import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDeploymentConfig } from '../../lib/config.ts';
import { aStage, type Synthesized, synthesize, withSecondRegion } from '../support/synthesize.ts';

const { secondRegion } = withSecondRegion('prod');
const REGION = 'eu-central-1';

describe.each([undefined, '111122223333'])('a second region, in account %s', (account) => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize(withSecondRegion('prod'), account);
  });

  it('has the collections of the first, by the same names and kept', () => {
    const ids = (of: Synthesized, inSecond: boolean) =>
      of
        .of('AWS::Rekognition::Collection')
        .filter(({ stack }) => stack.includes('-Second-') === inSecond)
        .map(({ properties, deletionPolicy }) => [properties.CollectionId, deletionPolicy])
        .sort();
    expect(ids(app, true)).toEqual(ids(synthesize('prod', account), false));
    const second = app.stacks.filter(({ stackName }) => /-Second-|-Replica$/.test(stackName));
    expect(second.map(({ region }) => region)).toEqual([REGION, REGION]);
  });

  it('has a replica of the mapping table, encrypted with a key of that region', () => {
    const [mapping, ...others] = app
      .of('AWS::DynamoDB::GlobalTable')
      .filter(({ properties }) => properties.Replicas.length > 1);
    expect(others).toEqual([]);
    expect(mapping?.logicalId).toBe('TablesFaceMapping9892E568');
    expect(mapping?.deletionPolicy).toBe('RetainExceptOnCreate');
    const { Replicas, SSESpecification, BillingMode } = mapping?.properties ?? {};
    expect([SSESpecification.SSEType, BillingMode]).toEqual(['KMS', 'PAY_PER_REQUEST']);
    const regions = Replicas.map(({ Region }: { Region: string }) => Region);
    expect(regions.sort()).toEqual(['eu-central-1', 'eu-west-1']);
    for (const replica of Replicas) {
      expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
      expect(replica.DeletionProtectionEnabled).toBe(true);
    }
    const replica = Replicas.find(({ Region }: { Region: string }) => Region === REGION);
    const key = JSON.stringify(replica.SSESpecification.KMSMasterKeyId);
    expect(key).toContain(`:kms:${REGION}:`);
    expect(key).toContain('alias/face-idv-prod-replica');
    const alias = app.of('AWS::KMS::Alias').find(({ stack }) => stack.endsWith('-Replica'));
    expect(alias?.properties.AliasName).toBe('alias/face-idv-prod-replica');
    const data = app.stacks.find(({ stackName }) => stackName.endsWith('-Data'));
    expect(data?.dependencies.map(({ stackName }) => stackName)).toContain('FaceIdv-prod-Replica');
  });

  it('may be reached by the functions that have to, for their tenant alone', () => {
    const reaching = app
      .of('AWS::IAM::Role')
      .filter(({ properties }) =>
        JSON.stringify(properties.Policies ?? []).includes(`:rekognition:${REGION}:`),
      );
    const names = reaching.map(({ properties }) => properties.Description.split(' ')[1]);
    expect(names.sort()).toEqual(REACHING);
    for (const { properties } of reaching) {
      const statements: { Resource: unknown }[] = properties.Policies[0].PolicyDocument.Statement;
      const inSecond = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(REGION));
      expect(inSecond).toHaveLength(1);
      expect(JSON.stringify(inSecond[0]?.Resource)).toContain(
        `collection/face-idv-prod.\${aws:PrincipalTag/tenant}.*`,
      );
    }
  });

  it('keeps the AwsSolutions rules', () => {
    const report = new AwsSolutionsChecks(app.app).validateScope(app.app);
    expect(
      report.violations.map(({ ruleName, violatingResources }) => [
        ruleName,
        violatingResources.map(({ constructPath }) => constructPath),
      ]),
    ).toEqual([]);
  });
});

const REACHING = [
  'collections-api',
  'recognize-user',
  'reconcile-collection',
  'registrations-api',
  'replicate-image',
  'search-duplicate-faces',
];

it('a stage without a second region has nothing of it but an empty queue, whose name other stacks import', () => {
  const { resources, stacks } = synthesize('prod');
  expect(stacks.map(({ stackName }) => stackName).filter((name) => /Second|Replica/.test(name))).toEqual([]);
  const rest = resources.filter(({ logicalId }) => /Replica|SecondRegion/i.test(logicalId));
  expect(new Set(rest.map(({ type }) => type))).toEqual(
    new Set(['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy']),
  );
  expect(JSON.stringify(resources)).not.toMatch(/SECOND_REGION|REPLICATION_QUEUE/);
});

it.each([
  ['the first region', { region: 'eu-west-1' }, /"eu-west-1" is the first region/],
  [
    'what is no region',
    { region: 'Frankfurt' },
    /"Frankfurt" does not offer Amazon Rekognition; use one of us-east-1/,
  ],
  ['without calls', { quotas: { IndexFaces: 0 } }, /secondRegion.quotas.IndexFaces/],
])('a second region cannot be %s', (_, change, message) => {
  const config = { ...aStage('prod'), secondRegion: { ...secondRegion, ...change } };
  expect(() => parseDeploymentConfig(config)).toThrow(message);
});

it('further regions serve only the calls that store nothing, and get neither collections nor data', () => {
  const further = ['eu-west-2', 'us-east-1'];
  const app = synthesize(aStage('dev', { statelessRegions: further }));
  const regionsOf = ({ properties }: { readonly properties: Record<string, unknown> }) =>
    JSON.stringify(properties).match(/eu-west-2|us-east-1/g) ?? [];
  const naming = app.resources.filter((resource) => regionsOf(resource).length > 0);
  expect(new Set(naming.map(({ type }) => type))).toEqual(new Set(['AWS::Lambda::Function']));
  expect(
    naming.map(({ properties }) => properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).sort(),
  ).toEqual(['check-image-quality', 'compare-faces', 'recognize-user', 'registrations-api']);
  for (const { properties } of naming)
    expect(properties.Environment.Variables.STATELESS_REGIONS).toBe(JSON.stringify(further));
  // the calls know no resource, so their grants hold in every region
  const calls = app
    .of('AWS::IAM::Role')
    .flatMap(({ properties }) => properties.Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => JSON.stringify(Action).match(/DetectFaces|CompareFaces/));
  expect(calls.length).toBeGreaterThan(0);
  for (const { Resource, Condition } of calls) expect([Resource, Condition]).toEqual(['*', undefined]);
});

it('a second region is asked before further ones', () => {
  const app = synthesize(
    aStage('dev', { secondRegion: { region: REGION }, statelessRegions: ['eu-west-2'] }),
  );
  const values = app
    .of('AWS::Lambda::Function')
    .flatMap(({ properties }) => properties.Environment?.Variables.STATELESS_REGIONS ?? []);
  expect(new Set(values)).toEqual(new Set([JSON.stringify([REGION, 'eu-west-2'])]));
});

it('a second region need not offer Face Liveness, which stays in the first', () => {
  expect(parseDeploymentConfig(withSecondRegion('prod')).secondRegion?.region).toBe(REGION);
  expect(() => parseDeploymentConfig({ ...withSecondRegion('prod'), region: REGION })).toThrow(
    /"eu-central-1" does not offer Face Liveness/,
  );
});
