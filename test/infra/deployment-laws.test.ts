import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PERSON_OPERATIONS, UPKEEP_OPERATIONS } from '../../lib/constructs/rekognition-alarms.ts';
import { CREATION_LANES } from '../../lib/stacks/collections-stack.ts';
import {
  aStage,
  type Resource,
  type Synthesized,
  synthesize,
  withSecondRegion,
} from '../support/synthesize.ts';

/** What CloudFormation, IAM or Lambda would refuse, or what would misbehave after the first deployment. */
const STAGES = [
  ['local', synthesize('local')],
  ['dev', synthesize('dev')],
  ['prod', synthesize('prod')],
  ['prod, with a second region', synthesize(withSecondRegion('prod'))],
] as const;

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const listOf = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? value : [value as Item];

/** What the role of a function allows, from the policies of its own stack. */
function allowed(app: Synthesized, fn: Resource): (action: string, resource: unknown) => boolean {
  const role = fn.properties.Role['Fn::GetAtt'][0];
  const statements: Statement[] = app
    .of('AWS::IAM::Policy')
    .filter(
      ({ stack, properties }) =>
        stack === fn.stack && properties.Roles.some(({ Ref }: { Ref?: string }) => Ref === role),
    )
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  return (action, resource) =>
    statements.some(
      (statement) =>
        statement.Effect === 'Allow' &&
        listOf(statement.Action).includes(action) &&
        listOf(statement.Resource).some((one) => JSON.stringify(one) === JSON.stringify(resource)),
    );
}

describe.each(STAGES)('stage %s', (_, app) => {
  const isOfStream = ({ properties }: Resource) => 'StartingPosition' in properties;
  const functionOf = ({ stack, logicalId, properties }: Resource) => {
    const fn = app
      .of('AWS::Lambda::Function')
      .find((found) => stack === found.stack && found.logicalId === properties.FunctionName.Ref);
    if (!fn) throw new Error(`${logicalId} names no function of its stack`);
    return fn;
  };

  it('every function may read the stream that it is mapped to, decrypt it, and report what it gives up', () => {
    const mappings = app.of('AWS::Lambda::EventSourceMapping').filter(isOfStream);
    expect(mappings.length).toBeGreaterThan(0);
    for (const mapping of mappings) {
      const fn = functionOf(mapping);
      const may = allowed(app, fn);
      const { EventSourceArn, DestinationConfig } = mapping.properties;
      for (const action of ['DescribeStream', 'GetRecords', 'GetShardIterator'])
        expect(may(`dynamodb:${action}`, EventSourceArn), `${fn.logicalId} ${action}`).toBe(true);
      expect(may('dynamodb:ListStreams', '*'), fn.logicalId).toBe(true);
      expect(may('sqs:SendMessage', DestinationConfig.OnFailure.Destination), fn.logicalId).toBe(true);
      const [failed] = app
        .of('AWS::SQS::Queue')
        .filter(({ logicalId }) => logicalId === DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0]);
      // the queue has the key of the table
      for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
        expect(may(action, failed?.properties.KmsMasterKeyId), `${fn.logicalId} ${action}`).toBe(true);
    }
  });

  it('gathers what nobody waits for, and hands on at once what somebody does', () => {
    const windows = app
      .of('AWS::Lambda::EventSourceMapping')
      .filter(isOfStream)
      .map((mapping) => [
        functionOf(mapping).logicalId.startsWith('LedgerFunctionsChainLedger') ? 'ledger' : 'events',
        mapping.properties.MaximumBatchingWindowInSeconds ?? 0,
      ]);
    expect(new Set(windows.map((one) => one.join(' ')))).toEqual(new Set(['events 0', 'ledger 5']));
  });

  it('every function may read and empty the queue that it is mapped to, and decrypt its messages', () => {
    const mappings = app.of('AWS::Lambda::EventSourceMapping').filter((mapping) => !isOfStream(mapping));
    expect(mappings.length).toBeGreaterThan(2);
    for (const mapping of mappings) {
      const { EventSourceArn } = mapping.properties;
      const fn = functionOf(mapping);
      const may = allowed(app, fn);
      for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
        expect(may(action, EventSourceArn), `${fn.logicalId} ${action}`).toBe(true);
      const queue = app
        .of('AWS::SQS::Queue')
        .find(
          ({ stack, logicalId }) => stack === mapping.stack && logicalId === EventSourceArn['Fn::GetAtt'][0],
        );
      expect(may('kms:Decrypt', queue?.properties.KmsMasterKeyId), `${fn.logicalId} kms:Decrypt`).toBe(true);
    }
  });

  it('no function is made before its role has its policies', () => {
    for (const { logicalId, stack, properties, dependsOn } of app.of('AWS::Lambda::Function')) {
      if (logicalId.startsWith('Custom')) continue;
      const role = properties.Role['Fn::GetAtt'][0];
      const policies = app
        .of('AWS::IAM::Policy')
        .filter(
          (policy) =>
            policy.stack === stack &&
            policy.properties.Roles.some(({ Ref }: { Ref?: string }) => Ref === role),
        );
      for (const policy of policies) expect(dependsOn, logicalId).toContain(policy.logicalId);
    }
  });

  it('nothing is retained that a failed first deployment would leave in the way of the second', () => {
    for (const { logicalId, type, deletionPolicy, updateReplacePolicy } of app.resources) {
      // API Gateway has one logging role for the whole account, which other APIs may use by then
      if (/CloudWatchRole/.test(logicalId) || type === 'AWS::ApiGateway::Account') continue;
      expect([undefined, 'Delete', 'RetainExceptOnCreate'], logicalId).toContain(deletionPolicy);
      if (deletionPolicy === 'RetainExceptOnCreate') expect(updateReplacePolicy, logicalId).toBe('Retain');
    }
  });

  it(`CloudFormation creates at most ${CREATION_LANES} collections of a stack at a time`, () => {
    const stacks = new Set(app.of('AWS::Rekognition::Collection').map(({ stack }) => stack));
    for (const stack of stacks) {
      const collections = app.of('AWS::Rekognition::Collection').filter((one) => one.stack === stack);
      const free = collections.filter(({ dependsOn }) => dependsOn.length === 0);
      expect(free.length, stack).toBeLessThanOrEqual(CREATION_LANES);
      const followers = collections.flatMap(({ dependsOn }) => dependsOn);
      expect(new Set(followers).size, 'no two wait for the same one').toBe(followers.length);
    }
  });

  it('every environment fits into what Lambda takes', () => {
    for (const { logicalId, properties } of app.of('AWS::Lambda::Function')) {
      const variables = Object.entries(properties.Environment?.Variables ?? {});
      const measured = variables.map(([name, value]) => [
        name,
        typeof value === 'string' ? value : 'x'.repeat(110),
      ]);
      const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(measured)));
      expect(bytes, logicalId).toBeLessThanOrEqual(4096);
    }
  });

  it('a function that sends to the queue that it reads is not taken for a loop', () => {
    const mapped = new Set(
      app.of('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties.FunctionName.Ref),
    );
    for (const fn of app.of('AWS::Lambda::Function').filter(({ logicalId }) => mapped.has(logicalId))) {
      const sends = app
        .of('AWS::Lambda::EventSourceMapping')
        .filter(({ properties }) => properties.FunctionName.Ref === fn.logicalId)
        .some(({ properties }) => allowed(app, fn)('sqs:SendMessage', properties.EventSourceArn));
      expect(fn.properties.RecursiveLoop === 'Allow', fn.logicalId).toBe(sends);
    }
  });

  it('evidence and its replaced versions are gone when it was promised, and so are delete markers', () => {
    const versioned = app
      .of('AWS::S3::Bucket')
      .filter(({ properties }) => properties.VersioningConfiguration);
    for (const { logicalId, properties } of versioned) {
      const rules = properties.LifecycleConfiguration.Rules;
      expect(
        rules.some((rule: { ExpiredObjectDeleteMarker?: boolean }) => rule.ExpiredObjectDeleteMarker),
        logicalId,
      ).toBe(true);
    }
  });

  it('state machines log below the prefix that CloudWatch reserves for vended logs', () => {
    for (const { logicalId, stack, properties } of app.of('AWS::StepFunctions::StateMachine')) {
      const [destination] = properties.LoggingConfiguration.Destinations;
      const group = app
        .of('AWS::Logs::LogGroup')
        .find(
          (one) =>
            one.stack === stack &&
            one.logicalId === destination.CloudWatchLogsLogGroup.LogGroupArn['Fn::GetAtt'][0],
        );
      expect(group?.properties.LogGroupName, logicalId).toMatch(/^\/aws\/vendedlogs\/states\//);
    }
  });

  it('no API accepts less than TLS 1.2', () => {
    for (const { properties } of app.of('AWS::ApiGateway::RestApi'))
      expect(properties.SecurityPolicy).toMatch(/TLS_1_2|TLS13/);
  });
});

describe('two stages in one account and region', () => {
  /** Names that AWS takes once per account and region, or that would mix two stages' figures. */
  const namesOf = ({ resources }: Synthesized) =>
    resources.flatMap(({ type, properties }) =>
      [
        'CollectionId',
        'TableName',
        'BucketName',
        'QueueName',
        'FunctionName',
        'RoleName',
        'LogGroupName',
        'AliasName',
        'Domain',
        'Name',
        'StateMachineName',
        'TopicName',
        'AlarmName',
        'DashboardName',
      ]
        .filter((name) => properties[name] !== undefined && !isOfOwnParent(type))
        .map((name) => `${type} ${JSON.stringify(properties[name])}`),
    );
  /** Named within a resource that is named already. */
  const isOfOwnParent = (type: string) =>
    /^AWS::(Lambda::(EventSourceMapping|Permission)|ApiGateway::(Model|Authorizer)|Cognito::(UserPoolGroup|UserPoolResourceServer|UserPoolClient)|S3::BucketPolicy)/.test(
      type,
    );

  it('share no name, and no namespace of metrics', () => {
    const [one, other] = [synthesize('dev'), synthesize('prod')];
    const names = new Set(namesOf(one));
    expect(names.size).toBeGreaterThan(3);
    expect(namesOf(other).filter((name) => names.has(name))).toEqual([]);
    const namespaces = [one, other].map(
      (app) =>
        new Set(
          app
            .of('AWS::Lambda::Function')
            .flatMap(
              ({ properties }) => properties.Environment?.Variables.POWERTOOLS_METRICS_NAMESPACE ?? [],
            ),
        ),
    );
    expect(namespaces).toEqual([new Set(['FaceIdv/dev']), new Set(['FaceIdv/prod'])]);
  });
});

describe('a stage that does not protect data', () => {
  it('leaves nothing behind but sealed ends of chains: every other bucket empties itself, and nothing refuses to be deleted', () => {
    const app = synthesize('dev');
    // what could be deleted with its stack would not be sealed
    for (const { logicalId, deletionPolicy } of app.resources)
      if (!/CloudWatchRole|Account|LedgerSealsBucket/.test(logicalId))
        expect([undefined, 'Delete'], logicalId).toContain(deletionPolicy);
    expect(app.of('Custom::S3AutoDeleteObjects').length).toBe(app.of('AWS::S3::Bucket').length - 1);
    expect(JSON.stringify(app.resources)).not.toMatch(/"DeletionProtection(Enabled)?":("ACTIVE"|true)/);
    expect(app.stacks.some(({ terminationProtection }) => terminationProtection)).toBe(false);
  });
});

describe('the first deployment of a stage that protects data', () => {
  it('can be rolled back and deleted; every later one is protected', () => {
    const protections = (app: Synthesized) => ({
      stacks: app.stacks.filter(({ terminationProtection }) => terminationProtection).length,
      resources: [
        ...JSON.stringify(app.resources).matchAll(/"DeletionProtection(?:Enabled)?":("ACTIVE"|true)/g),
      ].length,
    });
    expect(protections(synthesize(aStage('prod', { firstDeployment: true })))).toEqual({
      stacks: 0,
      resources: 0,
    });
    const later = protections(synthesize('prod'));
    expect(later.stacks).toBeGreaterThan(0);
    expect(later.resources).toBeGreaterThan(3);
  });
});

describe('switching the second region on and off', () => {
  const text = (app: Synthesized) =>
    app.stacks.map((stack) => ({ name: stack.stackName, template: app.templateOf(stack) }));
  const exportsOf = (app: Synthesized) =>
    new Set(
      text(app).flatMap(({ template }) =>
        Object.values(template.Outputs ?? {}).flatMap((output) => output.Export?.Name ?? []),
      ),
    );
  const importsOf = (app: Synthesized) =>
    new Set([...JSON.stringify(text(app)).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name));

  it('takes away no export that a stack still imports', () => {
    const [on, off] = [synthesize(withSecondRegion('prod')), synthesize('prod')];
    for (const [before, after] of [
      [on, off],
      [off, on],
    ] as const) {
      const exported = exportsOf(after);
      expect(importsOf(before).size).toBeGreaterThan(5);
      expect([...importsOf(before)].filter((name) => !exported.has(name ?? ''))).toEqual([]);
    }
  });
});

describe('alarms of a stage that protects data', () => {
  const app = synthesize('prod');

  it('are all sent, to a topic that CloudWatch may publish to and encrypt for', () => {
    for (const { logicalId, properties } of app.of('AWS::CloudWatch::Alarm'))
      expect(properties.AlarmActions, logicalId).toHaveLength(1);
    const publishes = app
      .of('AWS::SNS::TopicPolicy')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(
        ({ Effect, Principal }: { Effect: string; Principal: { Service?: string } }) =>
          Effect === 'Allow' && Principal.Service === 'cloudwatch.amazonaws.com',
      );
    expect(publishes).toHaveLength(1);
    const keys = JSON.stringify(app.of('AWS::KMS::Key').map(({ properties }) => properties.KeyPolicy));
    expect(keys).toContain('cloudwatch.amazonaws.com');
  });

  it('are refused without someone who receives them', () => {
    expect(() => aStage('prod', { alarmTarget: undefined })).toThrow(/alarm-target/);
    expect(() => aStage('prod', { alarmTarget: 'ops' })).toThrow(/neither an email address nor the ARN/);
    const target = 'arn:aws:sns:eu-west-1:123456789012:alarms';
    const [alarm] = synthesize(aStage('prod', { alarmTarget: target })).of('AWS::CloudWatch::Alarm');
    expect(alarm?.properties.AlarmActions).toEqual([target]);
  });

  it('watch every operation of Rekognition that an adapter calls', () => {
    const root = new URL('../../lambda/', import.meta.url);
    const called = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /adapters\/rekognition-[^/]+\.ts$/.test(path))
      .flatMap((path) => [...readFileSync(new URL(path, root), 'utf8').matchAll(/\bmeasured\(\s*'(\w+)'/g)])
      .map(([, operation]) => operation);
    expect([...new Set(called)].sort()).toEqual([...PERSON_OPERATIONS, ...UPKEEP_OPERATIONS].sort());
  });
});
