import { AwsError } from '../aws-error.ts';
import { type MessageAttributes, messageBytes } from './message.ts';
import type { Queue, Sent } from './queue.ts';

type Input = Readonly<Record<string, unknown>>;

/** Characters that SQS accepts. */
const BODY_FORM = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Group of a message in a fair queue: letters, digits and punctuation. */
const GROUP_FORM = /^[!-~]{1,128}$/;

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

/** A message as SendMessage has it. Throws for what SQS would refuse. */
export function sentIn(input: Input, queue: Queue, senderId: string): Sent {
  if (input.MessageDeduplicationId !== undefined)
    throw invalid(
      'The request includes a parameter that is not valid for this queue type: MessageDeduplicationId',
    );
  const { MessageGroupId } = input;
  if (
    MessageGroupId !== undefined &&
    !(typeof MessageGroupId === 'string' && GROUP_FORM.test(MessageGroupId))
  )
    throw invalid(
      'The request has a MessageGroupId that is not 1 to 128 letters, digits or punctuation marks.',
    );
  const delaySeconds = numberIn(input, 'DelaySeconds', 0, 900);
  const sent = {
    body: textIn(input, 'MessageBody'),
    attributes: (input.MessageAttributes ?? {}) as MessageAttributes,
    senderId,
    ...traceHeaderIn(input),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
  };
  if (!BODY_FORM.test(sent.body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  for (const [name, { DataType }] of Object.entries(sent.attributes)) {
    if (/^(String|Number|Binary)(\..+)?$/.test(DataType ?? '')) continue;
    throw invalid(`The message attribute '${name}' has an invalid message attribute type.`);
  }
  if (messageBytes(sent) > queue.settings.maximumMessageBytes) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${queue.settings.maximumMessageBytes} bytes.`,
    );
  }
  return sent;
}

function traceHeaderIn(input: Input): { traceHeader?: string } {
  const given = input.MessageSystemAttributes as MessageAttributes | undefined;
  const traceHeader = given?.AWSTraceHeader?.StringValue;
  return traceHeader === undefined ? {} : { traceHeader };
}

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);
