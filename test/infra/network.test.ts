import { readdirSync, readFileSync } from 'node:fs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { objectionsTo } from '../support/iam-law.ts';
import { statementsOf } from '../support/policy-statements.ts';
import { aStage, type Resource, type Synthesized, synthesize } from '../support/synthesize.ts';

const network = { zones: 2 } as const;

/** Client of the SDK -> service of the endpoint that it reaches. */
const SERVICES: Readonly<Record<string, string>> = {
  dynamodb: 'dynamodb',
  eventbridge: 'events',
  rekognition: 'rekognition',
  s3: 's3',
  sfn: 'states',
  sqs: 'sqs',
  ssm: 'ssm',
  kms: 'kms',
  sts: 'sts',
};

/** Clients of the SDK that a function constructs. */
function clientsOfFunctions(): readonly string[] {
  const root = new URL('../../lambda/', import.meta.url);
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...readFileSync(new URL(path, root), 'utf8').matchAll(/'@aws-sdk\/client-([a-z0-9-]+)'/g),
    ])
    .map(([, name = '']) => name);
  return [...new Set(found)].sort();
}

describe.each([
  ['any account', undefined],
  ['a named account', '111122223333'],
])('a network for functions, in %s', (_, account) => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize(aStage('prod', { network }), account);
  });
  const endpoints = () => app.of('AWS::EC2::VPCEndpoint');
  const serviceOf = ({ properties }: Resource): string => {
    const name: unknown = properties.ServiceName;
    return String(typeof name === 'string' ? name : JSON.stringify(name)).replace(
      /^.*[."]([a-z0-9]+)"?\]*\}*$/,
      '$1',
    );
  };

  it('has an endpoint for every service that a function calls, and for no other', () => {
    const called = clientsOfFunctions();
    expect(called.filter((client) => SERVICES[client] === undefined)).toEqual([]);
    expect(endpoints().map(serviceOf).sort()).toEqual(called.map((client) => SERVICES[client]).sort());
  });

  it('is in two zones and has no way out', () => {
    expect(app.of('AWS::EC2::Subnet')).toHaveLength(2);
    for (const { properties } of app.of('AWS::EC2::Subnet'))
      expect(properties.MapPublicIpOnLaunch).toBe(false);
    for (const type of [
      'InternetGateway',
      'NatGateway',
      'EgressOnlyInternetGateway',
      'Route',
      'VPCPeeringConnection',
    ])
      expect(app.of(`AWS::EC2::${type}`), type).toEqual([]);
  });

  it('runs every function, in one security group, but the one whose receivers are on the internet', () => {
    const ofStage = app
      .of('AWS::Lambda::Function')
      .filter(({ properties }) => properties.Environment?.Variables?.STAGE !== undefined);
    const sends = ({ properties }: (typeof ofStage)[number]) =>
      properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === 'deliver-webhook';
    const own = ofStage.filter((fn) => !sends(fn));
    expect(ofStage.filter(sends).map(({ properties }) => properties.VpcConfig)).toEqual([undefined]);
    expect(own.length).toBeGreaterThan(25);
    const placements = own.map(({ properties }) => properties.VpcConfig);
    for (const placement of placements) {
      expect(placement.SubnetIds).toHaveLength(2);
      expect(placement.SecurityGroupIds).toHaveLength(1);
    }
    expect(new Set(placements.map((placement) => JSON.stringify(placement))).size).toBe(1);
  });

  it('lets HTTPS out of the functions and into the endpoints, and nothing else', () => {
    const groups = app.of('AWS::EC2::SecurityGroup');
    const egress = groups.flatMap(({ properties }) => properties.SecurityGroupEgress ?? []);
    const opened = egress.filter(({ CidrIp }: { CidrIp: string }) => CidrIp !== '255.255.255.255/32');
    expect(opened).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }]);
    expect(groups.flatMap(({ properties }) => properties.SecurityGroupIngress ?? [])).toEqual([]);
    expect(app.of('AWS::EC2::SecurityGroupIngress').map(({ properties }) => properties)).toMatchObject([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: expect.anything() },
    ]);
  });

  it('serves the principals of this account only, and data of this account only', () => {
    for (const endpoint of endpoints()) {
      const service = serviceOf(endpoint);
      for (const { Action, Condition } of endpoint.properties.PolicyDocument.Statement) {
        expect(
          [Action].flat().every((action: string) => action.startsWith(`${service}:`)),
          service,
        ).toBe(true);
        expect(Condition.StringEquals['aws:PrincipalAccount'], service).toBeDefined();
        if (['s3', 'dynamodb'].includes(service))
          expect(Condition.StringEquals['aws:ResourceAccount'], service).toBeDefined();
      }
      if (endpoint.properties.VpcEndpointType === 'Interface')
        expect(endpoint.properties.PrivateDnsEnabled, service).toBe(true);
    }
  });

  it('logs what is refused', () => {
    expect(app.of('AWS::EC2::FlowLog').map(({ properties }) => properties.TrafficType)).toEqual(['REJECT']);
  });

  it('keeps the security rules, and every statement is one that AWS brings together', async () => {
    const { violations } = new AwsSolutionsChecks(app.app).validateScope(app.app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
    expect((await Promise.all(statementsOf(app).map(objectionsTo))).flat()).toEqual([]);
  });
});

it('a function may be connected to the network by Lambda and not by its own code', () => {
  const policies = synthesize(aStage('prod', { network }))
    .of('AWS::IAM::Policy')
    .filter(({ properties }) => JSON.stringify(properties).includes('ec2:CreateNetworkInterface'));
  expect(policies.length).toBeGreaterThan(25);
  for (const { logicalId, properties } of policies) {
    const denied = properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Deny',
    );
    expect(denied, logicalId).toHaveLength(1);
    expect(denied[0].Condition).toEqual({ Null: { 'lambda:SourceFunctionArn': 'false' } });
  }
});

it('a stage that asks for no network has none', () => {
  const app = synthesize('prod');
  expect(app.resources.filter(({ type }) => type.startsWith('AWS::EC2::'))).toEqual([]);
  expect(JSON.stringify(app.of('AWS::Lambda::Function'))).not.toContain('VpcConfig');
});

it('a bucket that a tenant imports from is read in whichever account it is', () => {
  const imports = [{ tenant: 'demo', bucket: 'archive', prefix: 'people/' }];
  const app = synthesize({ ...aStage('dev', { network }), importBuckets: imports });
  const s3 = app.of('AWS::EC2::VPCEndpoint').flatMap(({ properties }) => properties.PolicyDocument.Statement);
  expect(
    s3.filter(({ Resource }: { Resource: unknown }) => JSON.stringify(Resource).includes('archive')),
  ).toMatchObject([
    {
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
      Condition: { StringEquals: expect.anything() },
    },
  ]);
});

it.each([
  [
    'the laptop',
    () => aStage('local', { network }),
    /network: the laptop has no CloudTrail, Macie, VPC, CloudFront or layers/,
  ],
  [
    'a second region',
    () => aStage('dev', { network, secondRegion: { region: 'eu-central-1' } }),
    /secondRegion: functions in a network reach only "eu-west-1"/,
  ],
  [
    'a bucket in another region',
    () =>
      parseDeploymentConfig({
        ...configOfStage('dev', { network }),
        importBuckets: [{ tenant: 'demo', bucket: 'archive', region: 'eu-central-1' }],
      }),
    /importBuckets: .*bucket "archive" is elsewhere/,
  ],
  [
    'FIPS',
    () => parseDeploymentConfig({ ...configOfStage('dev', { network }), region: 'us-east-1', fips: true }),
    /fips: the endpoints of a network are not those of FIPS/,
  ],
  ['one zone', () => aStage('dev', { network: { zones: 1 } }), /network\.zones/],
])('%s is refused', (_, config, message) => {
  expect(config).toThrow(message);
});
