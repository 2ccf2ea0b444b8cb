import { systemAttributes } from '../sqs/api.ts';
import { bodyDigest, type Message, type MessageAttributes } from '../sqs/message.ts';

/** A message in the event of a function (Lambda Developer Guide, "Using Lambda with Amazon SQS"). */
export function sqsRecord(message: Message, queueArn: string, region: string): unknown {
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
