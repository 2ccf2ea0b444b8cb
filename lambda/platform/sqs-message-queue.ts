import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageQueue } from '../kernel/ports/message-queue.ts';

/** An SQS queue whose messages one of our functions processes. */
export function createSqsMessageQueue<Message>(client: SQSClient, queueUrl: string): MessageQueue<Message> {
  return {
    async send(message, delaySeconds) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(message),
          DelaySeconds: delaySeconds,
        }),
      );
    },
  };
}
