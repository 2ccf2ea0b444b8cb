import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryMessage } from '../domain/delivery.ts';
import { MAX_VISIBILITY_SECONDS, splitDelay } from '../domain/retry-schedule.ts';
import type { DeliveryQueue, RetryQueue } from '../ports/delivery-queue.ts';

const sendTo =
  (client: SQSClient, QueueUrl: string) => async (message: DeliveryMessage, DelaySeconds: number) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds,
        // a fair queue: an endpoint that is slow, or has many events, does not hold up the others
        MessageGroupId: `${message.tenant}.${message.endpoint_id}`,
      }),
    );
  };

/** The queue of first attempts. */
export function createSqsDeliveryQueue(client: SQSClient, queueUrl: string): DeliveryQueue {
  const send = sendTo(client, queueUrl);
  return { send: (message) => send({ ...message, hold_seconds: 0 }, 0) };
}

/**
 * The queue of further attempts, whose delays are longer than SQS delays a message by: the rest is waited
 * for while the message is invisible. Such messages count as in flight, of which a queue has 120,000, so
 * they have one of their own.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export function createSqsRetryQueue(client: SQSClient, queueUrl: string): RetryQueue {
  const send = sendTo(client, queueUrl);
  return {
    retry: (message, delay) => {
      const { delaySeconds, holdSeconds } = splitDelay(delay);
      return send({ ...message, hold_seconds: holdSeconds }, delaySeconds);
    },
    hold: async (ReceiptHandle, seconds) => {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle,
          VisibilityTimeout: Math.min(seconds, MAX_VISIBILITY_SECONDS),
        }),
      );
    },
  };
}
