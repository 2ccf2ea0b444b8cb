import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNames } from '../../src/taken-names.ts';
import { readTemplates } from '../../src/template.ts';
import { aCloudAssembly } from '../fixtures/a-cloud-assembly.ts';

type Resources = Readonly<Record<string, object>>;

/** A resource of each type, with the property that names it. */
const NAMED: readonly [type: string, property: string][] = [
  ['AWS::CloudWatch::Alarm', 'AlarmName'],
  ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ['AWS::Cognito::UserPoolDomain', 'Domain'],
  ['AWS::DynamoDB::GlobalTable', 'TableName'],
  ['AWS::Events::Rule', 'Name'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::KMS::Alias', 'AliasName'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::Rekognition::Collection', 'CollectionId'],
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SQS::Queue', 'QueueName'],
  ['AWS::StepFunctions::StateMachine', 'StateMachineName'],
];
const aTable = (TableName: string, DeletionPolicy = 'Delete') => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  DeletionPolicy,
  Properties: { TableName },
});

describe('a name that exists', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'names-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const deploy = async (stacks: Readonly<Record<string, Resources>>, region = 'eu-west-1') => {
    const assembly = await aCloudAssembly(
      Object.fromEntries(
        Object.entries(stacks).map(([name, Resources]) => [name, { region, template: { Resources } }]),
      ),
    );
    const { resources } = await readTemplates(assembly.directory, 'http://localhost:1');
    await assembly.remove();
    await (await checkNames(dataDir, resources)).save();
  };

  it.each(NAMED)('is refused to a second %s', async (Type, property) => {
    const named = { It: { Type, Properties: { [property]: 'taken' } } };

    await expect(deploy({ One: named, Two: named })).rejects.toMatchObject({
      code: 'AlreadyExistsException',
      message: expect.stringMatching(
        new RegExp(
          `^Two/It: Resource of type '${Type}' with identifier '.*taken' already exists: it is One/It`,
        ),
      ),
    });
  });

  it('may be another type of resource, or one without a name', async () => {
    const { It: table } = { It: aTable('shared') };
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'shared' } };
    const unnamed = { Type: 'AWS::SQS::Queue' };

    await deploy({ One: { table, bucket, unnamed }, Two: { unnamed } });
  });

  it('is the own one of a resource that is deployed again, whatever became of its properties', async () => {
    await deploy({ One: { It: aTable('taken') } });

    await deploy({ One: { It: aTable('taken', 'Retain') } });
    await deploy({ One: { It: aTable('taken') } });
  });

  it('is refused to what takes its place in the same stack, which is created before the old one is deleted', async () => {
    await deploy({ One: { It: aTable('taken') } });

    await expect(deploy({ One: { Renamed: aTable('taken') } })).rejects.toThrow(
      'already exists: it is One/It',
    );
    await deploy({ One: { It: aTable('taken') } });
  });

  it.each(['Retain', 'RetainExceptOnCreate'])('is still there where the policy was %s', async (policy) => {
    await deploy({ One: { It: aTable('taken', policy) } });
    await deploy({ One: {} });
    await deploy({ One: {} });

    await expect(deploy({ Two: { It: aTable('taken') } })).rejects.toThrow('already exists: it is One/It');
  });

  it('is free again once its resource is deleted', async () => {
    await deploy({ One: { It: aTable('taken') } });
    await deploy({ One: {} });

    await deploy({ One: { Renamed: aTable('taken') } });
  });
});
