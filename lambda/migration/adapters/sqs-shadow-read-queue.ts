import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ShadowReadQueue } from '../ports/shadow-reads.ts';

/** The queue of the function `shadow-read`. */
export function createSqsShadowReadQueue(client: SQSClient, queueUrl: string): ShadowReadQueue {
  return {
    async send(request) {
      const MessageBody = JSON.stringify(request);
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
