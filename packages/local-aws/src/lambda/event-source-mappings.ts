import type { Clock } from '../clock.ts';
import type { MetricDatum } from '../cloudwatch/telemetry.ts';
import type { DynamoDb } from '../dynamodb/dynamodb.ts';
import type { TemplateResource } from '../emulator.ts';
import type { Log } from '../log.ts';
import type { Message } from '../sqs/message.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { Lambda } from './lambda.ts';
import {
  type AuthorizeRole,
  checkMappingRights,
  checkStreamMapping,
  checkVisibility,
  EVENT_SOURCE_MAPPING_TYPE,
} from './mapping-checks.ts';
import { sqsRecord } from './sqs-event.ts';
import { readStream } from './stream-mapping.ts';
import type { StreamMappingProperties } from './stream-reader.ts';

export interface EventSourceMappingsOptions {
  readonly sqs: Pick<Sqs, 'pollQueue' | 'send'>;
  readonly streams: DynamoDb['streams'];
  readonly lambda: Pick<Lambda, 'invoke' | 'stopsLoop'>;
  readonly region: string;
  /** Lambda polls a queue, and reads a stream, as the role of the function. */
  readonly authorize: AuthorizeRole;
  readonly clock: Clock;
  readonly metric: (datum: MetricDatum) => void;
  readonly log: Log;
}

/** Properties of AWS::Lambda::EventSourceMapping that are read here. */
interface MappingProperties {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly Enabled?: boolean;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}

/** Messages of a queue that Lambda hands to a function at once by default. */
const DEFAULT_BATCH_SIZE = 10;
/**
 * Batches of one queue that are worked on at a time, where the template does not say: a laptop has few cores.
 */
const DEFAULT_CONCURRENCY = 2;

interface QueueMapping {
  readonly queueArn: string;
  /** Queue for messages that are not handed to the function. */
  readonly deadLetterArn: string | undefined;
  readonly roleArn: string;
  readonly properties: MappingProperties;
}

/**
 * Polls the queues and streams that the templates map to functions until `signal` is aborted.
 * @returns mappings whose source is something else, which are not run.
 * @throws AwsError for a mapping that Lambda refuses.
 */
export function startEventSourceMappings(
  resources: readonly TemplateResource[],
  options: EventSourceMappingsOptions,
  signal: AbortSignal,
): readonly string[] {
  const skipped: string[] = [];
  const mappings: QueueMapping[] = [];
  for (const { type, properties, stack, logicalId } of resources) {
    if (type !== EVENT_SOURCE_MAPPING_TYPE) continue;
    const { EventSourceArn: queueArn = '', FunctionName } = properties as MappingProperties;
    if (STREAM_ARN.test(queueArn)) {
      const fn = functionNamed(FunctionName, resources)?.properties ?? {};
      startStream(`${stack}/${logicalId}`, properties, String(fn.Role ?? ''), options, signal);
      continue;
    }
    if (!queueArn.startsWith('arn:aws:sqs:')) {
      skipped.push(`${stack}/${logicalId}: event sources of ${queueArn.split(':')[2]} are not emulated`);
      continue;
    }
    const name = `${stack}/${logicalId}`;
    const fn = functionNamed(FunctionName, resources)?.properties ?? {};
    const roleArn = String(fn.Role ?? '');
    checkMappingRights(name, { queueArn, roleArn }, options.authorize);
    const queue = resources.find(
      (resource) => resource.type === 'AWS::SQS::Queue' && resource.arn === queueArn,
    );
    checkVisibility(name, queue?.properties ?? {}, fn);
    mappings.push({ queueArn, deadLetterArn: deadLetterArnOf(queue), roleArn, properties });
  }
  for (const mapping of mappings) {
    const { Enabled, ScalingConfig } = mapping.properties;
    if (Enabled === false) continue;
    const concurrency = Math.min(
      ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      DEFAULT_CONCURRENCY,
    );
    for (let poller = 0; poller < concurrency; poller += 1) void poll(mapping, options, signal);
  }
  return skipped;
}

const STREAM_ARN = /^arn:aws:dynamodb:.*\/stream\//;

function startStream(
  name: string,
  properties: TemplateResource['properties'],
  roleArn: string,
  options: EventSourceMappingsOptions,
  signal: AbortSignal,
): void {
  const mapping = { name, properties: properties as unknown as StreamMappingProperties };
  const { EventSourceArn: streamArn } = mapping.properties;
  checkStreamMapping(name, { streamArn, roleArn }, mapping.properties, options.authorize);
  if (properties.Enabled === false) return;
  const authorize = (checks: Parameters<AuthorizeRole>[1]) => options.authorize(roleArn, checks);
  readStream(mapping, { ...options, authorize }, signal).catch((error: unknown) => {
    if (signal.aborted) return;
    options.log({
      level: 'error',
      source: 'lambda',
      message: `reading ${streamArn} ended: ${String(error)}`,
    });
  });
}

/** A function by its name, its ARN or the ARN of an alias or version. */
function functionNamed(
  functionName = '',
  resources: readonly TemplateResource[],
): TemplateResource | undefined {
  return resources.find(
    ({ type, ref, arn }) =>
      type === 'AWS::Lambda::Function' &&
      [ref, arn].some((name) => functionName === name || functionName.startsWith(`${name}:`)),
  );
}

function deadLetterArnOf(queue: TemplateResource | undefined): string | undefined {
  const policy = queue?.properties.RedrivePolicy as { readonly deadLetterTargetArn?: string } | undefined;
  return policy?.deadLetterTargetArn;
}

async function poll(
  mapping: QueueMapping,
  options: EventSourceMappingsOptions,
  signal: AbortSignal,
): Promise<void> {
  const { queueArn, roleArn, properties } = mapping;
  const { sqs, authorize, log } = options;
  const logged = new Set<string>();
  try {
    await sqs.pollQueue(
      queueArn,
      {
        batchSize: properties.BatchSize ?? DEFAULT_BATCH_SIZE,
        batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds ?? 0,
        signal,
        authorize: (checks) => authorize(roleArn, checks),
        onRefused: ({ message }) => {
          if (logged.has(message)) return;
          logged.add(message);
          log({ level: 'error', source: 'lambda', message: `polling ${queueArn} is refused: ${message}` });
        },
      },
      (messages) => handOver(messages, mapping, options),
    );
  } catch (error) {
    if (!signal.aborted)
      log({ level: 'error', source: 'lambda', message: `polling ${queueArn} ended: ${String(error)}` });
  }
}

/**
 * Gives a batch to the function, without the messages that Lambda takes for a loop: those go to the queue's
 * dead letters, if it has them (Lambda Developer Guide, "Use Lambda recursive loop detection").
 * @returns ids of those that failed.
 */
async function handOver(
  messages: readonly Message[],
  { queueArn, deadLetterArn, properties }: QueueMapping,
  { sqs, lambda, region, log }: EventSourceMappingsOptions,
): Promise<readonly string[]> {
  const { FunctionName = '', FunctionResponseTypes = [] } = properties;
  const stopped = messages.filter(({ traceHeader }) => lambda.stopsLoop(FunctionName, traceHeader));
  for (const { id, body, attributes, traceHeader } of stopped) {
    log({ level: 'error', source: 'lambda', message: `message ${id} of ${queueArn} was stopped as a loop` });
    if (deadLetterArn)
      await sqs.send(deadLetterArn, { body, attributes, ...(traceHeader ? { traceHeader } : {}) });
  }
  const batch = messages.filter((message) => !stopped.includes(message));
  if (batch.length === 0) return [];
  try {
    const answer = await lambda.invoke(
      FunctionName,
      { Records: batch.map((message) => sqsRecord(message, queueArn, region)) },
      batch.flatMap(({ traceHeader }) => traceHeader ?? []),
    );
    return FunctionResponseTypes.includes('ReportBatchItemFailures') ? failedItems(answer, batch) : [];
  } catch {
    // those that were stopped are done with
    return batch.map(({ id }) => id);
  }
}

/**
 * Ids of `batchItemFailures`; an answer that names an unknown
 * message, or none at all, fails the batch as in AWS.
 */
export function failedItems(
  answer: unknown,
  messages: readonly { readonly id: string }[],
): readonly string[] {
  const all = messages.map(({ id }) => id);
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure) => (failure as { itemIdentifier?: unknown }).itemIdentifier);
  return ids.every((id) => typeof id === 'string' && all.includes(id)) ? (ids as string[]) : all;
}
