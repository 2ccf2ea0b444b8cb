import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { UserVectorQueue } from '../ports/user-vector-requests.ts';

/** The queue that the function `associate-user-faces` works off. */
export function createSqsUserVectorQueue(client: SQSClient, queueUrl: string): UserVectorQueue {
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
