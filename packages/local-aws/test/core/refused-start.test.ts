import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLocalCloud } from '../../src/local-cloud.ts';
import { aCloudAssembly } from '../fixtures/a-cloud-assembly.ts';
import { NO_FACES } from '../fixtures/no-faces.ts';
import { aLog } from '../fixtures/recorders.ts';

const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'taken' } };
const topicPolicy = {
  Topics: [{ Ref: 'Topic' }],
  PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish' }] },
};

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'refused-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function start(stacks: Readonly<Record<string, object>>): Promise<void> {
  const assembly = await aCloudAssembly(
    Object.fromEntries(
      Object.entries(stacks).map(([name, Resources]) => [name, { template: { Resources } }]),
    ),
  );
  try {
    const { directory: cdkOut } = assembly;
    const rekognition = { engine: NO_FACES };
    await (await startLocalCloud({ cdkOut, dataDir, port: 0, log: aLog().log, rekognition })).close();
  } finally {
    await assembly.remove();
  }
}

it.each<[string, Readonly<Record<string, object>>, string]>([
  ['a name that another stack has', { One: { queue }, Two: { queue } }, 'already exists: it is One/queue'],
  [
    'a queue that its function may not read',
    {
      Stack: {
        queue,
        fn: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::000000000000:role/none' } },
        mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: { 'Fn::GetAtt': ['queue', 'Arn'] }, FunctionName: { Ref: 'fn' } },
        },
      },
    },
    'does not have permissions to call ReceiveMessage on SQS',
  ],
  [
    'a rule that could not reach its queue',
    {
      Stack: {
        queue,
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: { source: ['aws.states'] },
            Targets: [{ Id: 'Queue', Arn: { 'Fn::GetAtt': ['queue', 'Arn'] } }],
          },
        },
      },
    },
    'Stack/Rule could not send to',
  ],
  [
    'an alarm that could not arrive',
    {
      Stack: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: topicPolicy },
        Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [{ Ref: 'Topic' }] } },
      },
    },
    'Stack/Alarm could not notify',
  ],
])('does not start with %s', async (_, stacks, message) => {
  await expect(start(stacks)).rejects.toThrow(message);
});

it('remembers whose a name is over a restart', async () => {
  await start({ Stack: { queue } });
  await start({ Stack: { queue } });

  await expect(start({ Stack: { renamed: queue } })).rejects.toThrow('already exists: it is Stack/queue');
});
