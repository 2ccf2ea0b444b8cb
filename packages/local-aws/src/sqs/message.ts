import { createHash } from 'node:crypto';

/** An attribute that the sender puts on a message. Binary values are base64, as on the wire. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message in a queue. Times are milliseconds since the epoch. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly sentAt: number;
  /** Nobody receives it before this: the end of its delay or of its visibility time-out. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** Time of the last receive. */
  readonly receivedAt?: number;
  /** Handle of the last receive. */
  readonly receiptHandle?: string;
  /** The queue that it failed in, for a message in a dead-letter queue. */
  readonly deadLetterSourceArn?: string;
}

/** Bytes that count towards the size limit: body and attributes with their names and types. */
export function messageBytes(message: Pick<Message, 'body' | 'attributes'>): number {
  const attributes = Object.entries(message.attributes).map(
    ([name, { DataType, StringValue = '', BinaryValue }]) =>
      Buffer.byteLength(name + DataType) +
      (BinaryValue === undefined
        ? Buffer.byteLength(StringValue)
        : Buffer.from(BinaryValue, 'base64').length),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(message.body));
}

export const bodyDigest = (body: string): string => createHash('md5').update(body, 'utf8').digest('hex');

/**
 * The MD5 of attributes that clients check, over their names in order, each part with its length before it:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const digest = createHash('md5');
  const update = (part: Buffer | string) => {
    const bytes = Buffer.from(part as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue = '', BinaryValue } = attributes[name] ?? {};
    const isBinary = BinaryValue !== undefined;
    update(name);
    update(DataType);
    // how the value is carried: 1 as text, 2 as bytes
    digest.update(Buffer.from([isBinary ? 2 : 1]));
    update(isBinary ? Buffer.from(BinaryValue, 'base64') : StringValue);
  }
  return digest.digest('hex');
}
