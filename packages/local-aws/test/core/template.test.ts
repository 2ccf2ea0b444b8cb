// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are CloudFormation's own
import { afterEach, describe, expect, it } from 'vitest';
import type { TemplateResource } from '../../src/emulator.ts';
import { type CloudTemplate, readTemplates } from '../../src/template.ts';
import {
  aCloudAssembly,
  type FixtureAssembly,
  type FixtureStack,
  nestedTemplateUrl,
} from '../fixtures/a-cloud-assembly.ts';

const ENDPOINT = 'http://localhost:4580';
const opened: FixtureAssembly[] = [];

afterEach(async () => {
  for (const assembly of opened.splice(0)) await assembly.remove();
});

async function read(stacks: Readonly<Record<string, FixtureStack>>): Promise<CloudTemplate> {
  const assembly = await aCloudAssembly(stacks);
  opened.push(assembly);
  return readTemplates(assembly.directory, ENDPOINT);
}

/** The `Value` of a resource without a type of its own, after its intrinsics are resolved. */
async function resolved(value: unknown, template: object = {}): Promise<unknown> {
  const resources = {
    Subject: { Type: 'Test::It', Properties: { Value: value } },
    Table: { Type: 'AWS::DynamoDB::GlobalTable' },
  };
  const { resources: found } = await read({
    Stack: { region: 'eu-west-1', template: { Resources: resources, ...template } },
  });
  return found.find(({ logicalId }) => logicalId === 'Subject')?.properties.Value;
}

function resource({ resources }: CloudTemplate, logicalId: string): TemplateResource {
  const found = resources.find((candidate) => candidate.logicalId === logicalId);
  if (!found) throw new Error(`no resource ${logicalId}`);
  return found;
}

describe('intrinsic functions', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-eu-west-1'],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${AWS::Partition}:${!Kept}' }, 'aws:${Kept}'],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': ['${x}/${AWS::StackName}', { x: { 'Fn::Select': [1, ['a', 'b']] } }] },
      'b/Stack',
    ],
    ['Fn::Split within Fn::Select', { 'Fn::Select': ['2', { 'Fn::Split': [':', 'a:b:c'] }] }, 'c'],
    ['Fn::Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
    ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'AWS::Region' } } }, '{"a":"eu-west-1"}'],
    ['Fn::Length', { 'Fn::Length': ['a', 'b'] }, 2],
    ['a list with AWS::NoValue', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['a member with AWS::NoValue', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    [
      'a member that is called Condition',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('resolve %s', async (_name, value, expected) => {
    expect(await resolved(value)).toEqual(expected);
  });

  it('resolve conditions, mappings and parameters', async () => {
    const template = {
      Parameters: { Stage: { Default: 'dev' } },
      Mappings: { Sizes: { 'eu-west-1': { big: 42 } } },
      Conditions: {
        IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
        IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
        Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
        Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
      },
    };
    const value = [
      { 'Fn::If': ['IsDev', 'yes', 'no'] },
      { 'Fn::If': ['IsProd', 'yes', 'no'] },
      { 'Fn::If': ['Either', 'yes', 'no'] },
      { 'Fn::If': ['Both', 'yes', { Ref: 'AWS::NoValue' }] },
      { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'big'] },
    ];

    expect(await resolved(value, template)).toEqual(['yes', 'no', 'yes', 42]);
  });

  it('refuses a reference to nothing, naming stack and reference', async () => {
    await expect(resolved({ Ref: 'Missing' })).rejects.toThrow('stack Stack refers to "Missing"');
    await expect(resolved({ 'Fn::GetAtt': ['Missing', 'Arn'] })).rejects.toThrow(
      'stack Stack refers to "Missing"',
    );
  });

  it('refuses an attribute that the type does not have', async () => {
    await expect(resolved({ 'Fn::GetAtt': ['Table', 'Color'] })).rejects.toThrow(
      'AWS::DynamoDB::GlobalTable "Table" has no attribute "Color"',
    );
  });

  it('refuses an import that no stack exports', async () => {
    await expect(resolved({ 'Fn::ImportValue': 'nowhere' })).rejects.toThrow('imports "nowhere"');
  });

  it('refuses a function it does not know', async () => {
    await expect(resolved({ 'Fn::Transform': {} })).rejects.toThrow('Fn::Transform');
  });
});

describe('stacks', () => {
  const table = { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} };

  it('import what another stack exports, whatever their order', async () => {
    const template = await read({
      A: {
        template: {
          Resources: {
            F: { Type: 'AWS::Lambda::Function', Properties: { T: { 'Fn::ImportValue': 'B:Table' } } },
          },
        },
      },
      B: {
        template: {
          Resources: { Table: table },
          Outputs: {
            T: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Table' } } },
          },
        },
      },
    });

    expect(resource(template, 'F').properties.T).toBe(resource(template, 'Table').ref);
    expect(template.outputs.B).toEqual({ T: resource(template, 'Table').ref });
  });

  it('read outputs of another stack without an export', async () => {
    const template = await read({
      A: {
        template: {
          Resources: {
            F: {
              Type: 'AWS::Lambda::Function',
              Properties: { T: { 'Fn::GetStackOutput': { StackName: 'B', OutputName: 'T' } } },
            },
          },
        },
      },
      B: { template: { Resources: { Table: table }, Outputs: { T: { Value: { Ref: 'Table' } } } } },
    });

    expect(resource(template, 'F').properties.T).toBe(resource(template, 'Table').ref);
  });

  it('fail when they read an output that the other stack does not have', async () => {
    const reading = { 'Fn::GetStackOutput': { StackName: 'B', OutputName: 'Gone' } };
    await expect(
      read({
        A: { template: { Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { T: reading } } } } },
        B: { template: { Resources: { Table: table } } },
      }),
    ).rejects.toThrow('stack B has no output "Gone"');
  });

  it('pass parameters into nested stacks and read their outputs', async () => {
    const nested = {
      Parameters: { Prefix: { Type: 'String' } },
      Resources: {
        Inner: {
          Type: 'AWS::DynamoDB::GlobalTable',
          Properties: { TableName: { 'Fn::Sub': '${Prefix}-inner' } },
        },
      },
      Outputs: { Name: { Value: { Ref: 'Inner' } } },
    };
    const template = await read({
      Outer: {
        nested: [nested],
        template: {
          Resources: {
            Nest: {
              Type: 'AWS::CloudFormation::Stack',
              Properties: { TemplateURL: nestedTemplateUrl(nested), Parameters: { Prefix: 'given' } },
            },
            F: {
              Type: 'AWS::Lambda::Function',
              Properties: { T: { 'Fn::GetAtt': ['Nest', 'Outputs.Name'] } },
            },
          },
        },
      },
    });

    expect(resource(template, 'F').properties.T).toBe('given-inner');
    expect(resource(template, 'Inner').ref).toBe('given-inner');
  });

  it('leave out resources whose condition is false', async () => {
    const { resources } = await read({
      S: {
        template: {
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
          Resources: { Gone: { ...table, Condition: 'Never' }, Here: table },
        },
      },
    });

    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Here']);
  });

  it('take the region they are pinned to, and us-east-1 when none is', async () => {
    const pinned = await read({ S: { region: 'ap-south-1', template: { Resources: { Table: table } } } });
    const agnostic = await read({ S: { template: { Resources: { Table: table } } } });

    expect([pinned.region, agnostic.region]).toEqual(['ap-south-1', 'us-east-1']);
    expect(resource(pinned, 'Table').arn).toContain(':ap-south-1:000000000000:table/');
  });

  it('are at home in the region that most resources are pinned to, whichever stack comes first', async () => {
    const both = await read({
      Replica: { region: 'eu-central-1', template: { Resources: { Key: table } } },
      Main: { region: 'eu-west-1', template: { Resources: { Table: table, Other: table } } },
    });

    expect(both.region).toBe('eu-west-1');
    expect(resource(both, 'Key').arn).toContain(':eu-central-1:');
  });
});

describe('physical names', () => {
  const types = [
    'AWS::ApiGateway::RestApi',
    'AWS::Cognito::UserPool',
    'AWS::Cognito::UserPoolClient',
    'AWS::DynamoDB::GlobalTable',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::Function',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
    'AWS::StepFunctions::StateMachine',
  ];
  const longName = 'LogicalIdOfAResourceWithAVeryLongNameThatTheServiceWouldNotTakeAsItIsBecauseOfItsLength';
  const shapes: Readonly<Record<string, RegExp>> = {
    'AWS::ApiGateway::RestApi': /^[a-z0-9]{10}$/,
    'AWS::Cognito::UserPool': /^eu-west-1_[A-Za-z0-9]{9}$/,
    'AWS::Cognito::UserPoolClient': /^[a-z0-9]{26}$/,
    'AWS::DynamoDB::GlobalTable': /^[A-Za-z0-9-]{3,255}$/,
    'AWS::IAM::Role': /^[A-Za-z0-9-]{1,64}$/,
    'AWS::KMS::Key': /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    'AWS::Lambda::Function': /^[A-Za-z0-9-]{1,64}$/,
    'AWS::S3::Bucket': /^[a-z0-9-]{3,63}$/,
    'AWS::SQS::Queue': /^http:\/\/localhost:4580\/000000000000\/[A-Za-z0-9-]{1,80}$/,
    'AWS::StepFunctions::StateMachine':
      /^arn:aws:states:eu-west-1:000000000000:stateMachine:[A-Za-z0-9-]{1,80}$/,
  };
  const stack = (id: string): Readonly<Record<string, FixtureStack>> => ({
    Stack: {
      region: 'eu-west-1',
      template: { Resources: Object.fromEntries(types.map((Type, index) => [`${id}${index}`, { Type }])) },
    },
  });

  it('have the shapes and lengths that AWS gives, however long the logical id is', async () => {
    for (const { type, ref } of (await read(stack(longName))).resources)
      expect(ref).toMatch(shapes[type] ?? /never/);
  });

  it('are the same at every start and differ between logical ids', async () => {
    const names = (template: CloudTemplate): string[] => template.resources.map(({ ref }) => ref);
    const first = names(await read(stack('A')));

    expect(names(await read(stack('A')))).toEqual(first);
    expect(names(await read(stack('B'))).filter((name) => first.includes(name))).toEqual([]);
  });

  it('are what the template says where it says one', async () => {
    const template = await read({
      S: {
        template: { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'mine' } } } },
      },
    });

    expect(resource(template, 'Q')).toMatchObject({
      ref: `${ENDPOINT}/000000000000/mine`,
      arn: 'arn:aws:sqs:us-east-1:000000000000:mine',
    });
  });
});

describe('addresses of AWS', () => {
  it('become addresses of the local cloud, in outputs and in properties', async () => {
    const apiUrl = {
      'Fn::Join': [
        '',
        [
          'https://',
          { Ref: 'Api' },
          '.execute-api.eu-west-1.',
          { Ref: 'AWS::URLSuffix' },
          '/',
          { Ref: 'Stage' },
          '/',
        ],
      ],
    };
    const template = await read({
      S: {
        region: 'eu-west-1',
        template: {
          Resources: {
            Api: { Type: 'AWS::ApiGateway::RestApi' },
            Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'v1' } },
            F: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { API: apiUrl } } } },
          },
          Outputs: {
            Url: { Value: apiUrl },
            Token: { Value: 'https://face-idv-local.auth.eu-west-1.amazoncognito.com/oauth2/token' },
          },
        },
      },
    });

    expect(template.outputs.S).toEqual({ Url: `${ENDPOINT}/v1/`, Token: `${ENDPOINT}/oauth2/token` });
    expect(resource(template, 'F').properties.Environment).toEqual({ Variables: { API: `${ENDPOINT}/v1/` } });
  });
});

it('fails when the directory holds no cloud assembly, and says what to do', async () => {
  await expect(readTemplates('/nonexistent', ENDPOINT)).rejects.toThrow('run "cdk synth" again');
});
