import type { TemplateResource } from '../emulator.ts';
import type { Log } from '../log.ts';
import { systemAttributes } from '../sqs/api.ts';
import { bodyDigest, type Message, type MessageAttributes } from '../sqs/message.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { type AuthorizeRole, checkMappingRights, checkVisibility } from './mapping-checks.ts';

export interface EventSourceMappingsOptions {
  readonly sqs: Pick<Sqs, 'pollQueue'>;
  readonly region: string;
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  /** Lambda polls a queue as the role of the function. */
  readonly authorize: AuthorizeRole;
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

export const EVENT_SOURCE_MAPPING_TYPE = 'AWS::Lambda::EventSourceMapping';

/** Messages of a queue that Lambda hands to a function at once by default. */
const DEFAULT_BATCH_SIZE = 10;
/**
 * Batches of one queue that are worked on at a time, where the template does not say: a laptop has few cores.
 */
const DEFAULT_CONCURRENCY = 2;

interface QueueMapping {
  readonly queueArn: string;
  readonly roleArn: string;
  readonly properties: MappingProperties;
}

/**
 * Polls the queues that the templates map to functions until `signal` is aborted.
 * @returns mappings whose source is not a queue, which are not run.
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
    mappings.push({ queueArn, roleArn, properties });
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

async function poll(
  { queueArn, roleArn, properties }: QueueMapping,
  { sqs, region, invokeFunction, authorize, log }: EventSourceMappingsOptions,
  signal: AbortSignal,
): Promise<void> {
  const functionName = properties.FunctionName ?? '';
  const reportsItems = properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false;
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
      async (messages) => {
        const answer = await invokeFunction(functionName, {
          Records: messages.map((message) => record(message, queueArn, region)),
        });
        return reportsItems ? failedItems(answer, messages) : [];
      },
    );
  } catch (error) {
    if (!signal.aborted)
      log({ level: 'error', source: 'lambda', message: `polling ${queueArn} ended: ${String(error)}` });
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

function record(message: Message, queueArn: string, region: string): unknown {
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message, ['All']),
    messageAttributes: lambdaAttributes(message.attributes),
    md5OfBody: bodyDigest(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

/** Events spell the members of message attributes in lower case, unlike the API of SQS. */
function lambdaAttributes(attributes: MessageAttributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}
