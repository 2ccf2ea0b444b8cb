import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Deployed } from './check.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Outputs } from './stack-outputs.ts';

/** CloudWatch shows a metric of Lambda one to three minutes after the fact. */
const SHOWN_WITHIN_MS = 300_000;
const ASK_EVERY_MS = 1000;
/** CloudWatch's shortest period for metrics of services. */
const PERIOD_SECONDS = 60;

type Observed = Pick<
  Deployed,
  | 'evidenceKeys'
  | 'evidenceEncryption'
  | 'invoke'
  | 'invocationsSince'
  | 'startAndStopRegistration'
  | 'becomesTrue'
>;

/** Looks into a deployment with the caller's own credentials. */
export function observeDeployment(settings: ClientSettings, outputs: Outputs): Observed {
  const [s3, lambda, cloudWatch, sfn] = [
    new S3Client({ ...settings, forcePathStyle: settings.endpoint !== undefined }),
    new LambdaClient(settings),
    new CloudWatchClient(settings),
    new SFNClient(settings),
  ];
  const Bucket = outputs('EvidenceBucketName');
  return {
    async evidenceKeys(prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    async evidenceEncryption(key) {
      const { ServerSideEncryption } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
      return ServerSideEncryption;
    },
    async invoke(fn, payload) {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: outputs(fn), Payload: JSON.stringify(payload) }),
      );
      if (FunctionError === undefined) return;
      throw new Error(`${outputs(fn)} failed: ${Buffer.from(Payload ?? []).toString('utf8')}`);
    },
    async invocationsSince(fn, since) {
      const { Datapoints = [] } = await cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Lambda',
          MetricName: 'Invocations',
          Dimensions: [{ Name: 'FunctionName', Value: outputs(fn) }],
          StartTime: new Date(Math.floor(since.getTime() / 60_000) * 60_000),
          EndTime: new Date(Date.now() + PERIOD_SECONDS * 1000),
          Period: PERIOD_SECONDS,
          Statistics: ['Sum'],
        }),
      );
      return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
    },
    async startAndStopRegistration(input) {
      const { executionArn } = await sfn.send(
        new StartExecutionCommand({
          stateMachineArn: outputs('RegistrationStateMachineArn'),
          name: input.session_id,
          input: JSON.stringify(input),
        }),
      );
      await sfn.send(new StopExecutionCommand({ executionArn, cause: 'smoke test' }));
      const { status = 'UNKNOWN' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status;
    },
    async becomesTrue(question) {
      const deadline = Date.now() + SHOWN_WITHIN_MS;
      for (;;) {
        if (await question()) return true;
        if (Date.now() > deadline) return false;
        await delay(ASK_EVERY_MS);
      }
    },
  };
}
