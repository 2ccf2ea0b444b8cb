import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, it } from 'vitest';
import { createSqsMessageQueue } from '../../../lambda/platform/sqs-message-queue.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const sqs = mockedClient(SQSClient);
beforeEach(() => {
  sqs.reset();
});
const queue = createSqsMessageQueue<{ readonly id: string }>(
  new SQSClient({ region: 'eu-west-1' }),
  'https://queue',
);

it('sends a message as JSON, after a while', async () => {
  sqs.on(SendMessageCommand).resolves({});
  await queue.send({ id: 'a' }, 15);
  expect(sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual([
    { QueueUrl: 'https://queue', MessageBody: '{"id":"a"}', DelaySeconds: 15 },
  ]);
});

it('fails when the queue does not take it', async () => {
  sqs.on(SendMessageCommand).rejects(new Error('denied'));
  await expect(queue.send({ id: 'a' }, 0)).rejects.toThrow('denied');
});
