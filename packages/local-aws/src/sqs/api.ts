import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { numberIn, sentIn, textIn } from './checks.ts';
import { attributesDigest, bodyDigest, type Message } from './message.ts';
import type { MessageMoveTasks } from './message-move-tasks.ts';
import { MAX_VISIBILITY_SECONDS, messageIdIn, type Queue, type Sent } from './queue.ts';
import { type QueueAttributes, withDefaults } from './queue-attributes.ts';
import { nameOf, type Queues } from './queues.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input, senderId: string) => Promise<unknown> | unknown;

interface Dependencies {
  readonly queues: Queues;
  readonly moveTasks: MessageMoveTasks;
  readonly clock: Clock;
  readonly urlOf: (queueName: string) => string;
  /** Aborted when the service closes: ends long polls. */
  readonly closing: AbortSignal;
}

/** Two purges of a queue are at least this far apart. */
const PURGE_INTERVAL_MS = 60_000;

/** Returns the queue name of a request: the last part of the path of its QueueUrl, on any host. */
export function queueNameIn(input: Input): string {
  return textIn(input, 'QueueUrl').split('/').at(-1) ?? '';
}

/** The operations of the SQS API that are emulated, by their names. */
export function sqsApi({ queues, moveTasks, clock, urlOf, closing }: Dependencies) {
  const queueOf = (input: Input): Queue => queues.byName(queueNameIn(input));
  const purgedAt = new Map<string, number>();

  const operations: Readonly<Record<string, Operation>> = {
    ListQueues: (input) => {
      const prefix = typeof input.QueueNamePrefix === 'string' ? input.QueueNamePrefix : '';
      const names = queues.all().map(({ arn }) => nameOf(arn));
      return { QueueUrls: names.filter((name) => name.startsWith(prefix)).map(urlOf) };
    },
    GetQueueAttributes: (input) => ({
      Attributes: attributesOf(queueOf(input), (input.AttributeNames ?? []) as string[]),
    }),
    SendMessage: async (input, senderId) => {
      const queue = queueOf(input);
      const sent = sentIn(input, queue, senderId);
      return sendResult(sent, await queue.send(sent));
    },
    ReceiveMessage: async (input) => {
      const queue = queueOf(input);
      const waitSeconds = numberIn(input, 'WaitTimeSeconds', 0, 20);
      const visibilityTimeoutSeconds = numberIn(input, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS);
      const messages = await queue.receive({
        maxMessages: numberIn(input, 'MaxNumberOfMessages', 1, 10) ?? 1,
        ...(waitSeconds === undefined ? {} : { waitSeconds }),
        ...(visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds }),
        signal: closing,
      });
      return messages.length === 0
        ? {}
        : { Messages: messages.map((message) => receivedMessage(message, input)) };
    },
    DeleteMessage: async (input) => {
      await remove(queueOf(input), textIn(input, 'ReceiptHandle'));
      return {};
    },
    ChangeMessageVisibility: async (input) => {
      const seconds = numberIn(input, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS);
      if (seconds === undefined)
        throw new AwsError('MissingParameter', 'The request must contain the parameter VisibilityTimeout.');
      const receiptHandle = textIn(input, 'ReceiptHandle');
      checkHandle(receiptHandle);
      await queueOf(input).changeVisibility(receiptHandle, seconds);
      return {};
    },
    PurgeQueue: async (input) => {
      const queue = queueOf(input);
      const last = purgedAt.get(queue.arn) ?? Number.NEGATIVE_INFINITY;
      if (clock.now() - last < PURGE_INTERVAL_MS) {
        throw new AwsError(
          'PurgeQueueInProgress',
          'Only one PurgeQueue operation is allowed every 60 seconds.',
        );
      }
      purgedAt.set(queue.arn, clock.now());
      await queue.purge();
      return {};
    },
    StartMessageMoveTask: (input) => {
      const destination = typeof input.DestinationArn === 'string' ? input.DestinationArn : undefined;
      return { TaskHandle: moveTasks.start(textIn(input, 'SourceArn'), destination) };
    },
    ListMessageMoveTasks: (input) => ({
      Results: moveTasks
        .list(textIn(input, 'SourceArn'))
        .slice(0, 10)
        .map((task) => ({
          TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
          Status: task.status,
          SourceArn: task.sourceArn,
          DestinationArn: task.destinationArn,
          ApproximateNumberOfMessagesMoved: task.moved,
          ApproximateNumberOfMessagesToMove: task.toMove,
          StartedTimestamp: task.startedAt,
        })),
    }),
  };
  return operations;
}

function attributesOf(queue: Queue, names: readonly string[]): QueueAttributes {
  const { visible, inFlight, delayed } = queue.counts();
  const all: QueueAttributes = {
    ...withDefaults(queue.attributes),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function sendResult({ body, attributes = {} }: Sent, MessageId: string) {
  return {
    MessageId,
    MD5OfMessageBody: bodyDigest(body),
    MD5OfMessageAttributes: attributesDigest(attributes),
  };
}

function receivedMessage(message: Message, input: Input) {
  const system = [
    ...((input.AttributeNames ?? []) as string[]),
    ...((input.MessageSystemAttributeNames ?? []) as string[]),
  ];
  const attributes = chosenAttributes(message, (input.MessageAttributeNames ?? []) as string[]);
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: bodyDigest(message.body),
    Body: message.body,
    Attributes: system.length > 0 ? systemAttributes(message, system) : undefined,
    MessageAttributes: hasAttributes ? attributes : undefined,
    MD5OfMessageAttributes: hasAttributes ? attributesDigest(attributes) : undefined,
  };
}

/** The attributes that SQS itself gives a message, by their API names; `All` asks for all. */
export function systemAttributes(
  message: Message,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string | undefined>> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (names.includes('All') || names.includes(name))) chosen[name] = value;
  }
  return chosen;
}

/** `All` and `.*` ask for all attributes, `name.*` for those that begin with `name.`. */
function chosenAttributes({ attributes }: Message, names: readonly string[]): Message['attributes'] {
  const isAskedFor = (attribute: string) =>
    names.some((name) => {
      if (name === 'All' || name === '.*') return true;
      return name.endsWith('.*') ? attribute.startsWith(name.slice(0, -1)) : attribute === name;
    });
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAskedFor(name)));
}

function checkHandle(receiptHandle: string): void {
  if (messageIdIn(receiptHandle) !== undefined) return;
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    404,
  );
}

async function remove(queue: Queue, receiptHandle: string): Promise<void> {
  checkHandle(receiptHandle);
  await queue.remove(receiptHandle);
}
