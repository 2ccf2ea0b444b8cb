import { describe, expect, it } from 'vitest';
import { checkAlarmActions } from '../../src/cloudwatch/alarm-actions.ts';
import { readTemplates } from '../../src/template.ts';
import { aCloudAssembly } from '../fixtures/a-cloud-assembly.ts';

const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };
const ofAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
const onlyTls = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'sns:Publish',
  Resource: { Ref: 'Topic' },
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const publish = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: cloudWatch,
  Action: 'sns:Publish',
  Resource: { Ref: 'Topic' },
  Condition: ofAccount,
  ...more,
});
const ofOwners = {
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, ':root']] } },
  Action: 'kms:*',
  Resource: '*',
};
const encrypt = (Action: string | string[]) => ({ ...publish(), Action, Resource: '*' });

interface Alarmed {
  /** Statements of the topic's policy; absent for the policy that SNS makes. */
  readonly policy?: readonly object[];
  /** Statements of the policy of the topic's key; absent for a topic without one. */
  readonly key?: readonly object[];
  readonly keyId?: unknown;
}

async function check({ policy, key, keyId = { 'Fn::GetAtt': ['Key', 'Arn'] } }: Alarmed, actions: string) {
  const encrypted = key !== undefined || typeof keyId === 'string';
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic', Properties: encrypted ? { KmsMasterKeyId: keyId } : {} },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { [actions]: [{ Ref: 'Topic' }] } },
    ...(policy
      ? {
          Policy: {
            Type: 'AWS::SNS::TopicPolicy',
            Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement: policy } },
          },
        }
      : {}),
    ...(key ? { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: key } } } } : {}),
  };
  const assembly = await aCloudAssembly({ Stack: { template: { Resources } } });
  const { resources } = await readTemplates(assembly.directory, 'http://localhost:1');
  await assembly.remove();
  return () => checkAlarmActions(resources);
}

describe.each(['AlarmActions', 'OKActions', 'InsufficientDataActions'])('a topic in %s', (actions) => {
  it.each<[string, Alarmed]>([
    ['the policy that SNS makes', {}],
    ['a policy for CloudWatch', { policy: [onlyTls, publish()] }],
    ['a policy for everyone in the account', { policy: [publish({ Principal: { AWS: '*' } })] }],
    [
      'a key for CloudWatch',
      { policy: [publish()], key: [ofOwners, encrypt(['kms:Decrypt', 'kms:GenerateDataKey*'])] },
    ],
  ])('with %s is notified', async (_, topic) => {
    expect(await check(topic, actions)).not.toThrow();
  });

  it.each<[string, Alarmed, string]>([
    [
      'a policy without CloudWatch',
      { policy: [onlyTls] },
      "the topic's policy does not let cloudwatch.amazonaws.com",
    ],
    [
      'a policy for another service',
      { policy: [publish({ Principal: { Service: 'events.amazonaws.com' } })] },
      'call sns:Publish',
    ],
    [
      'a policy for another account',
      { policy: [publish({ Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } })] },
      'call sns:Publish',
    ],
    ['a key without CloudWatch', { policy: [publish()], key: [ofOwners] }, 'the policy of its key'],
    [
      'a key that CloudWatch may not decrypt with',
      { policy: [publish()], key: [encrypt('kms:GenerateDataKey*')] },
      'call kms:Decrypt',
    ],
    ['the key of AWS', { keyId: 'alias/aws/sns' }, 'the policy of alias/aws/sns'],
  ])('with %s is refused', async (_, topic, obstacle) => {
    const checked = await check(topic, actions);

    expect(checked).toThrow(/^Stack\/Alarm could not notify arn:aws:sns:us-east-1:000000000000:/);
    expect(checked).toThrow(obstacle);
  });
});

it('a topic that the templates do not have is left to those who made it', async () => {
  const elsewhere = 'arn:aws:sns:us-east-1:000000000000:elsewhere';
  const Resources = {
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [elsewhere] } },
  };
  const assembly = await aCloudAssembly({ Stack: { template: { Resources } } });
  const { resources } = await readTemplates(assembly.directory, 'http://localhost:1');
  await assembly.remove();

  expect(() => checkAlarmActions(resources)).not.toThrow();
});
