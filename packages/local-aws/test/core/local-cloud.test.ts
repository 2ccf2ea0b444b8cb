import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../src/local-cloud.ts';
import {
  aCloudAssembly,
  codeAsset,
  type FixtureAssembly,
  type FixtureStack,
} from '../fixtures/a-cloud-assembly.ts';
import { NO_FACES } from '../fixtures/no-faces.ts';
import { aLog } from '../fixtures/recorders.ts';

/**
 * Writes to the table with the permissions of its role, with nothing but Node: what an SDK client would send.
 */
const WRITER = `
const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN, TABLE, FORBIDDEN } = process.env;
const put = async (table, id) => {
  const response = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      'content-type': 'application/x-amz-json-1.0',
      authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20261122/' + AWS_REGION + '/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      ...(AWS_SESSION_TOKEN ? { 'x-amz-security-token': AWS_SESSION_TOKEN } : {}),
    },
    body: JSON.stringify({ TableName: table, Item: { id: { S: id } } }),
  });
  return { status: response.status, body: await response.text() };
};
export const handler = async (event) => {
  if (event.Records) {
    for (const record of event.Records) await put(TABLE, record.body);
    return { batchItemFailures: [] };
  }
  const { status, body } = await put(event.path === '/forbidden' ? FORBIDDEN : TABLE, 'from-the-api');
  return { statusCode: status, body };
};`;

const api = { RestApiId: { Ref: 'Api' } };
const route = (path: string): Record<string, object> => ({
  [`${path}Resource`]: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { ...api, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: path },
  },
  [`${path}Post`]: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      ...api,
      ResourceId: { Ref: `${path}Resource` },
      HttpMethod: 'POST',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        Uri: {
          'Fn::Join': [
            '',
            [
              'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
              { 'Fn::GetAtt': ['Writer', 'Arn'] },
              '/invocations',
            ],
          ],
        },
      },
    },
  },
});
const table = {
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};
const STACK = {
  modules: [WRITER],
  template: {
    Resources: {
      Items: table,
      Others: table,
      Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
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
              PolicyName: 'write',
              PolicyDocument: {
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: 'dynamodb:PutItem',
                    Resource: { 'Fn::GetAtt': ['Items', 'Arn'] },
                  },
                  {
                    Effect: 'Allow',
                    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
                    Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
                  },
                ],
              },
            },
          ],
        },
      },
      Writer: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Timeout: 20,
          Code: codeAsset(WRITER),
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Environment: { Variables: { TABLE: { Ref: 'Items' }, FORBIDDEN: { Ref: 'Others' } } },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Writer' },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'fixture' } },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { ...api, StageName: 'v1' } },
      ...route('allowed'),
      ...route('forbidden'),
      Distribution: { Type: 'AWS::CloudFront::Distribution' },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/Lambda',
          MetricName: 'Errors',
          Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Writer' } }],
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          Threshold: 1,
          EvaluationPeriods: 1,
          Period: 300,
          Statistic: 'Sum',
          TreatMissingData: 'notBreaching',
        },
      },
    },
    Outputs: { Table: { Value: { Ref: 'Items' } }, Queue: { Value: { Ref: 'Queue' } } },
  },
} satisfies FixtureStack;

let assembly: FixtureAssembly;
let dataDir: string;
let cloud: LocalCloud;

const start = (port = 0): Promise<LocalCloud> =>
  startLocalCloud({
    cdkOut: assembly.directory,
    dataDir,
    port,
    log: aLog().log,
    rekognition: { engine: NO_FACES },
  });
const client = (): {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
} => ({
  endpoint: cloud.endpoint,
  region: cloud.region,
  credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
});
const output = (name: string): string => cloud.outputs.Stack?.[name] ?? '';
const itemIn = async (id: string): Promise<unknown> =>
  (
    await new DynamoDBClient(client()).send(
      new GetItemCommand({ TableName: output('Table'), Key: { id: { S: id } } }),
    )
  ).Item;

beforeAll(async () => {
  assembly = await aCloudAssembly({ Stack: STACK });
  dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  cloud = await start();
});
afterAll(async () => {
  await cloud.close();
  await assembly.remove();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the local cloud', () => {
  it('serves the API, whose function reaches the table through the endpoint it was given', async () => {
    const response = await fetch(`${cloud.apiUrls.fixture}/allowed`, { method: 'POST' });

    expect(response.status).toBe(200);
    expect(await itemIn('from-the-api')).toEqual({ id: { S: 'from-the-api' } });
  });

  it('refuses a function what its role does not allow', async () => {
    const response = await fetch(`${cloud.apiUrls.fixture}/forbidden`, { method: 'POST' });

    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(
      /AccessDeniedException.*is not authorized to perform: dynamodb:PutItem/,
    );
  });

  it('hands messages of a queue to the function that is mapped to it', async () => {
    await new SQSClient(client()).send(
      new SendMessageCommand({ QueueUrl: output('Queue'), MessageBody: 'from-the-queue' }),
    );

    await expect.poll(() => itemIn('from-the-queue'), { timeout: 20_000 }).toBeDefined();
  });

  it('measures what runs, for the SDK as for everyone', async () => {
    const cloudWatch = new CloudWatchClient(client());
    const { Metrics = [] } = await cloudWatch.send(
      new ListMetricsCommand({ Namespace: 'AWS/ApiGateway', MetricName: 'Count' }),
    );
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));

    expect(Metrics.length).toBeGreaterThan(0);
    expect(MetricAlarms).toMatchObject([{ StateValue: 'OK', Threshold: 1 }]);
  });

  it('measures the conflicts of transactions by table', async () => {
    const dynamoDb = new DynamoDBClient({ ...client(), maxAttempts: 1 });
    const TableName = output('Table');
    const Update = { TableName, Key: { id: { S: 'shared' } }, UpdateExpression: 'REMOVE nothing' };
    const conflicts = async () => {
      await Promise.allSettled(
        Array.from({ length: 10 }, () =>
          dynamoDb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] })),
        ),
      );
      const { Metrics } = await new CloudWatchClient(client()).send(
        new ListMetricsCommand({ Namespace: 'AWS/DynamoDB', MetricName: 'TransactionConflict' }),
      );
      return Metrics?.map(({ Dimensions }) => Dimensions);
    };
    // whether two overlap is a matter of chance
    await expect.poll(conflicts, { timeout: 20_000 }).toEqual([[{ Name: 'TableName', Value: TableName }]]);
  });

  it('names what it does not emulate', () => {
    expect(cloud.notEmulated).toEqual(['AWS::CloudFront::Distribution (1)']);
  });

  it('shows its state, metrics and log lines', async () => {
    const ask = async (path: string): Promise<unknown> =>
      (await fetch(`${cloud.endpoint}/_local/${path}`)).json();

    expect(await ask('status')).toMatchObject({
      endpoint: cloud.endpoint,
      process_id: process.pid,
      apis: { fixture: `${cloud.endpoint}/v1` },
      resources: { 'AWS::DynamoDB::GlobalTable': 2 },
      not_emulated: ['AWS::CloudFront::Distribution (1)'],
    });
    expect(await ask('metrics')).toMatchObject({
      metrics: expect.arrayContaining([
        expect.objectContaining({ namespace: 'AWS/Lambda', name: 'Invocations' }),
      ]),
    });
    expect(await ask('logs?group=/aws/lambda')).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('REPORT RequestId') }),
      ]),
    });
    expect((await fetch(`${cloud.endpoint}/_local/else`)).status).toBe(404);
  });

  it('refuses a target that nothing here answers', async () => {
    const response = await fetch(cloud.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'Textract.DetectDocumentText' },
    });

    expect(response.status).toBe(501);
    expect(await response.text()).toContain('is not emulated here');
  });

  it('finds its data when it starts again, at the same names', async () => {
    await new DynamoDBClient(client()).send(
      new PutItemCommand({ TableName: output('Table'), Item: { id: { S: 'kept' } } }),
    );
    const before = output('Table');
    await cloud.close();
    cloud = await start();

    expect(output('Table')).toBe(before);
    expect(await itemIn('kept')).toEqual({ id: { S: 'kept' } });
  });

  it('says what has changed in the templates, and nothing when nothing has', async () => {
    expect(cloud.templateChanges).toEqual([]);
    await cloud.close();
    const { Others: _removed, Items, ...kept } = STACK.template.Resources;
    const changed = {
      ...kept,
      Items: { ...Items, Properties: { ...Items.Properties, Tags: [{ Key: 'a', Value: 'b' }] } },
      Added: { Type: 'AWS::SQS::Queue' },
      Writer: { ...kept.Writer, Properties: { ...kept.Writer.Properties, Environment: {} } },
    };
    const other = await aCloudAssembly({ Stack: { ...STACK, template: { Resources: changed } } });
    const restarted = await startLocalCloud({
      cdkOut: other.directory,
      dataDir,
      port: 0,
      log: aLog().log,
      rekognition: { engine: NO_FACES },
    });

    expect(restarted.templateChanges).toEqual([
      'changed: AWS::Lambda::Function Stack/Writer',
      'changed: AWS::DynamoDB::GlobalTable Stack/Items',
      'new: AWS::SQS::Queue Stack/Added',
      'no longer declared, its data is kept: AWS::DynamoDB::GlobalTable Stack/Others',
    ]);
    await restarted.close();
    await other.remove();
    cloud = await start();
  });

  it('refuses data that another one is using, and says which process', async () => {
    await expect(start()).rejects.toThrow(`is in use by process ${process.pid} at ${cloud.endpoint}`);
  });

  it('offers the liveness stream over TLS, with the certificate that it made', async () => {
    const { hostname, port } = new URL(cloud.livenessStreamEndpoint.replace('wss:', 'https:'));
    const ca = await readFile(join(dataDir, 'certificate', 'ca.pem'));
    const upgraded = await new Promise<number | undefined>((resolve, reject) => {
      const path = '/start-face-liveness-session-websocket?session-id=none';
      const headers = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      };
      request({ hostname, port, path, headers, ca })
        .once('upgrade', ({ statusCode }, socket) => {
          socket.destroy();
          resolve(statusCode);
        })
        .once('response', ({ statusCode }) => resolve(statusCode))
        .once('error', reject)
        .end();
    });

    expect(cloud.livenessStreamEndpoint).toMatch(/^wss:\/\/localhost:\d+$/);
    expect(upgraded).toBe(101);
  });

  it('fails when the port is taken, and says what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;

    await expect(start(port)).rejects.toThrow(
      `port ${port} is in use; stop what uses it or choose another port`,
    );
    other.close();
  });
});
