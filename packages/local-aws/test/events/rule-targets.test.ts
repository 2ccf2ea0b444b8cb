import { describe, expect, it } from 'vitest';
import { checkRuleTargets } from '../../src/events/rule-targets.ts';
import { readTemplates } from '../../src/template.ts';
import { aCloudAssembly } from '../fixtures/a-cloud-assembly.ts';

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const events = { Service: 'events.amazonaws.com' };
const send = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: events,
  Action: 'sqs:SendMessage',
  Resource: arnOf('Queue'),
  Condition: { ArnEquals: { 'aws:SourceArn': arnOf('Rule') } },
  ...more,
});
const encrypt = (Action: string | string[]) => ({
  Effect: 'Allow',
  Principal: events,
  Action,
  Resource: '*',
});

interface Targeted {
  /** Statements of the queue's policy; absent for a queue without one. */
  readonly policy?: readonly object[];
  /** Statements of the policy of the queue's key; absent for a queue without one. */
  readonly key?: readonly object[];
}

async function check({ policy, key }: Targeted, target: object) {
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: key ? { KmsMasterKeyId: arnOf('Key') } : {} },
    Other: { Type: 'AWS::Lambda::Function' },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.states'] }, Targets: [{ Id: 'Target', ...target }] },
    },
    ...(policy
      ? {
          Policy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: policy } },
          },
        }
      : {}),
    ...(key ? { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: key } } } } : {}),
  };
  const assembly = await aCloudAssembly({ Stack: { template: { Resources } } });
  const { resources } = await readTemplates(assembly.directory, 'http://localhost:1');
  await assembly.remove();
  return () => checkRuleTargets(resources);
}

describe.each([
  ['target', { Arn: arnOf('Queue') }],
  ['dead letters', { Arn: arnOf('Other'), DeadLetterConfig: { Arn: arnOf('Queue') } }],
])('a queue for the %s of a rule', (_, target) => {
  it.each<[string, Targeted]>([
    ['a policy for the rule', { policy: [send()] }],
    ['a key for EventBridge', { policy: [send()], key: [encrypt(['kms:Decrypt', 'kms:GenerateDataKey*'])] }],
  ])('with %s is reached', async (_name, queue) => {
    expect(await check(queue, target)).not.toThrow();
  });

  it.each<[string, Targeted, string]>([
    ['no policy', {}, "the queue's policy does not let events.amazonaws.com call sqs:SendMessage"],
    [
      'a policy for another rule',
      { policy: [send({ Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:::rule/other' } } })] },
      'call sqs:SendMessage',
    ],
    ['a key without EventBridge', { policy: [send()], key: [] }, 'call kms:GenerateDataKey'],
    [
      'a key that EventBridge may not decrypt with',
      { policy: [send()], key: [encrypt('kms:GenerateDataKey')] },
      'call kms:Decrypt',
    ],
  ])('with %s is refused', async (_name, queue, obstacle) => {
    const checked = await check(queue, target);

    expect(checked).toThrow(/^Stack\/Rule could not send to arn:aws:sqs:us-east-1:000000000000:/);
    expect(checked).toThrow(obstacle);
  });
});
