import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { FailedItems } from '../ports/failed-items.ts';

/** A queue that is processed by people only, after they have fixed the cause. */
export function createSqsFailedItems(client: SQSClient, queueUrl: string): FailedItems {
  return {
    async setAside(item) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(item) }));
    },
  };
}
