import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, it } from 'vitest';
import {
  createSqsDeliveryQueue,
  createSqsRetryQueue,
} from '../../../lambda/webhooks/adapters/sqs-delivery-queue.ts';
import { deliveryMessage } from '../../../lambda/webhooks/domain/delivery.ts';
import { aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const sqs = mockedClient(SQSClient);
beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
});
const client = new SQSClient({ region: 'eu-west-1' });
const message = {
  tenant: 'acme',
  endpoint_id: 'we_1',
  delivery_id: 'wd_1',
  event: aWebhookEvent(),
  attempt: 1,
};
const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
const bodies = () => sent().map(({ MessageBody = '' }) => deliveryMessage.parse(JSON.parse(MessageBody)));

it('sends a first attempt at once, in the group of its endpoint', async () => {
  await createSqsDeliveryQueue(client, 'https://deliveries').send(message);
  expect(sent()).toMatchObject([
    { QueueUrl: 'https://deliveries', DelaySeconds: 0, MessageGroupId: 'acme.we_1' },
  ]);
  expect(bodies()).toEqual([{ ...message, hold_seconds: 0 }]);
});

it('delays a further attempt by up to 15 minutes, and leaves the rest to the message', async () => {
  const retries = createSqsRetryQueue(client, 'https://retries');
  await retries.retry({ ...message, attempt: 2 }, 5);
  await retries.retry({ ...message, attempt: 5 }, 7200);
  expect(sent().map(({ DelaySeconds }) => DelaySeconds)).toEqual([5, 900]);
  expect(bodies().map(({ hold_seconds }) => hold_seconds)).toEqual([0, 6300]);
});

it('hides a message for as long as it waits, at most twelve hours', async () => {
  const retries = createSqsRetryQueue(client, 'https://retries');
  await retries.hold('handle', 6300);
  await retries.hold('handle', 100_000);
  expect(sqs.commandCalls(ChangeMessageVisibilityCommand).map(({ args }) => args[0].input)).toEqual([
    { QueueUrl: 'https://retries', ReceiptHandle: 'handle', VisibilityTimeout: 6300 },
    { QueueUrl: 'https://retries', ReceiptHandle: 'handle', VisibilityTimeout: 43_200 },
  ]);
});
