import type { MetricDatum } from './cloudwatch/telemetry.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { TemplateResource } from './emulator.ts';
import type { ServiceEvent } from './events/service-event.ts';
import { OWNER } from './principal.ts';

/**
 * DynamoDB counts item-level requests rejected by conflicts
 * (Developer Guide, "DynamoDB metrics and dimensions").
 */
export const transactionConflict = (table: string): MetricDatum => ({
  namespace: 'AWS/DynamoDB',
  name: 'TransactionConflict',
  dimensions: { TableName: table },
  unit: 'Count',
  value: 1,
});

/** Step Functions' own metrics, from the events that it sends at every change of an execution's status. */
export function executionMetrics({ source, detail }: ServiceEvent): MetricDatum[] {
  if (source !== 'aws.states') return [];
  const name = EXECUTION_METRICS[String(detail.status)];
  if (!name) return [];
  const dimensions = { StateMachineArn: String(detail.stateMachineArn) };
  return [{ namespace: 'AWS/States', name, dimensions, unit: 'Count', value: 1 }];
}

const EXECUTION_METRICS: Readonly<Record<string, string>> = {
  RUNNING: 'ExecutionsStarted',
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

/** SQS measures the length of its queues by itself, once a minute. */
export async function queueLengths(
  resources: readonly TemplateResource[],
  dispatcher: Dispatcher,
): Promise<MetricDatum[]> {
  const queues = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
  return Promise.all(
    queues.map(async ({ ref }) => {
      const answer = await dispatcher.call(
        'sqs',
        'GetQueueAttributes',
        { QueueUrl: ref, AttributeNames: ['ApproximateNumberOfMessages'] },
        OWNER,
      );
      const { ApproximateNumberOfMessages = '0' } =
        (answer as { Attributes?: Record<string, string> }).Attributes ?? {};
      return {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: ref.split('/').at(-1) ?? ref },
        unit: 'Count',
        value: Number(ApproximateNumberOfMessages),
      };
    }),
  );
}
