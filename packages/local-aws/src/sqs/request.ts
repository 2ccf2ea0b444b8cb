import { z } from 'zod';
import { jsonRequest } from '../json-request.ts';

/** Members of requests by their JSON types. A member has the same type in every operation. */
const messageAttributes = z.record(
  z.string(),
  z.looseObject({
    DataType: z.string().optional(),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);
const message = {
  MessageBody: z.string(),
  MessageAttributes: messageAttributes,
  MessageSystemAttributes: messageAttributes,
  MessageDeduplicationId: z.string(),
  MessageGroupId: z.string(),
  DelaySeconds: z.number(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number(),
};
const texts = z.array(z.string());
const REQUEST = z
  .looseObject({
    ...message,
    QueueUrl: z.string(),
    QueueNamePrefix: z.string(),
    AttributeNames: texts,
    MessageSystemAttributeNames: texts,
    MessageAttributeNames: texts,
    MaxNumberOfMessages: z.number(),
    WaitTimeSeconds: z.number(),
    SourceArn: z.string(),
    DestinationArn: z.string(),
  })
  .partial();

export const requestIn = jsonRequest(REQUEST);
