import { AwsError } from '../aws-error.ts';
import { type Message, type MessageAttributes, messageBytes } from './message.ts';
import type { Queue, Sent } from './queue.ts';

type Input = Readonly<Record<string, unknown>>;

/** Entries of a batch, at most. */
const MAX_BATCH_ENTRIES = 10;

/** What SQS lets through of XML's characters. */
const BODY_FORM = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

const ID_FORM = /^[\w-]{1,80}$/;
const FIFO_ID_FORM = /^[\x21-\x7e]{1,128}$/;

/** A whole number within its range, or what it is by default. Throws `InvalidParameterValue`. */
export function numberIn(input: Input, name: string, least: number, most: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}.`,
  );
}

export function textIn(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/** A message as SendMessage and an entry of SendMessageBatch have it. Throws for what SQS would refuse. */
export function sentIn(input: Input, queue: Queue, senderId: string): Sent {
  const { settings } = queue;
  const sent = {
    body: textIn(input, 'MessageBody'),
    attributes: (input.MessageAttributes ?? {}) as MessageAttributes,
    senderId,
    ...traceHeaderIn(input),
    ...fifoIn(input, queue),
    ...withDelay(numberIn(input, 'DelaySeconds', 0, 900), settings.isFifo),
  };
  if (!BODY_FORM.test(sent.body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  for (const [name, { DataType }] of Object.entries(sent.attributes)) {
    if (/^(String|Number|Binary)(\..+)?$/.test(DataType ?? '')) continue;
    throw invalid(`The message attribute '${name}' has an invalid message attribute type.`);
  }
  if (messageBytes(sent) > settings.maximumMessageBytes) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maximumMessageBytes} bytes.`,
    );
  }
  return sent;
}

function traceHeaderIn(input: Input): { traceHeader?: string } {
  const given = input.MessageSystemAttributes as MessageAttributes | undefined;
  const traceHeader = given?.AWSTraceHeader?.StringValue;
  return traceHeader === undefined ? {} : { traceHeader };
}

function fifoIn(input: Input, queue: Queue): { groupId?: string; deduplicationId?: string } {
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = input;
  const { isFifo, deduplicatesByContent } = queue.settings;
  if (isFifo && typeof groupId !== 'string') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  }
  if (isFifo && typeof deduplicationId !== 'string' && !deduplicatesByContent) {
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  if (!isFifo && typeof deduplicationId === 'string') {
    throw invalid(
      'The request includes a parameter that is not valid for this queue type: MessageDeduplicationId',
    );
  }
  for (const id of [groupId, deduplicationId]) {
    if (typeof id === 'string' && !FIFO_ID_FORM.test(id)) throw invalid(`Value ${id} is not a valid id.`);
  }
  return {
    ...(typeof groupId === 'string' ? { groupId } : {}),
    ...(typeof deduplicationId === 'string' ? { deduplicationId } : {}),
  };
}

function withDelay(delaySeconds: number | undefined, isFifo: boolean): { delaySeconds?: number } {
  if (delaySeconds === undefined) return {};
  if (!isFifo) return { delaySeconds };
  throw invalid(
    `Value ${delaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

/** The entries of a batch, once there are neither none nor too many and their ids differ. */
export function entriesIn(input: Input): readonly (Input & { readonly Id: string })[] {
  const entries = (input.Entries ?? []) as (Input & { readonly Id: string })[];
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_BATCH_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map(({ Id }) => Id);
  if (ids.some((id) => !ID_FORM.test(id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  return entries;
}

/** Throws `BatchRequestTooLong` when the messages of a batch are too large together. */
export function checkBatchBytes(sent: readonly Sent[], maxBytes: number): void {
  const bytes = sent.reduce(
    (sum, { body, attributes = {} }) =>
      sum + messageBytes({ body, attributes } satisfies Pick<Message, 'body' | 'attributes'>),
    0,
  );
  if (bytes <= maxBytes) return;
  throw new AwsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${maxBytes} bytes. You have sent ${bytes} bytes.`,
  );
}
