import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../src/local-cloud.ts';
import { aCloudAssembly, codeAsset, type FixtureAssembly } from '../fixtures/a-cloud-assembly.ts';
import { NO_FACES } from '../fixtures/no-faces.ts';
import { aLog } from '../fixtures/recorders.ts';

const SDK = JSON.stringify(import.meta.resolve('@aws-sdk/client-sqs'));
/** Sends itself the next number until it is told to end, with the SDK as every function does. */
const COUNTER = `
const { SQSClient, SendMessageCommand } = await import(${SDK});
const client = new SQSClient({});
export const handler = async ({ Records: [{ body }] }) => {
  const count = Number(body) + 1;
  const QueueUrl = count === 20 ? process.env.DONE : process.env.QUEUE;
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: String(count) }));
};`;
const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const resources = (properties: object) => ({
  Done: { Type: 'AWS::SQS::Queue' },
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 3 } },
  },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      },
      Policies: [
        {
          PolicyName: 'queues',
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] },
        },
      ],
    },
  },
  Counter: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 20,
      Code: codeAsset(COUNTER),
      Role: arnOf('Role'),
      Environment: { Variables: { QUEUE: { Ref: 'Queue' }, DONE: { Ref: 'Done' } } },
      ...properties,
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Counter' }, BatchSize: 1 },
  },
});

let dataDir: string;
let assembly: FixtureAssembly;
let cloud: LocalCloud;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'loop-'));
});
afterEach(async () => {
  await cloud.close();
  await assembly.remove();
  await rm(dataDir, { recursive: true, force: true });
});

const settings = () => ({
  endpoint: cloud.endpoint,
  region: cloud.region,
  credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
});

/** Sends the first number. @returns the number that arrives in the queue in the end. */
async function counted(properties: object, queue: 'DeadLetters' | 'Done'): Promise<string | undefined> {
  const queues = ['Queue', 'DeadLetters', 'Done'];
  assembly = await aCloudAssembly({
    Stack: {
      modules: [COUNTER],
      template: {
        Resources: resources(properties),
        Outputs: Object.fromEntries(queues.map((name) => [name, { Value: { Ref: name } }])),
      },
    },
  });
  cloud = await startLocalCloud({
    cdkOut: assembly.directory,
    dataDir,
    port: 0,
    log: aLog().log,
    rekognition: { engine: NO_FACES },
  });
  const urls = cloud.outputs.Stack ?? {};
  const sqs = new SQSClient(settings());
  await sqs.send(new SendMessageCommand({ QueueUrl: urls.Queue, MessageBody: '0' }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: urls[queue], WaitTimeSeconds: 20 }),
  );
  return Messages[0]?.Body;
}

it('a function that sends to its own queue runs 16 times; the next message is a dead letter', async () => {
  expect(await counted({}, 'DeadLetters')).toBe('16');

  const { Metrics = [] } = await new CloudWatchClient(settings()).send(
    new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'RecursiveInvocationsDropped' }),
  );
  expect(Metrics).toHaveLength(1);
});

it('a function that is allowed to loop goes on', async () => {
  expect(await counted({ RecursiveLoop: 'Allow' }, 'Done')).toBe('20');
});
