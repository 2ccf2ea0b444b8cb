import { createHash } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anSqs, type SqsUnderTest } from './a-queue.ts';

let sqs: SqsUnderTest;
beforeAll(async () => {
  sqs = await anSqs();
});
afterAll(() => sqs.close());

const send = (QueueUrl: string, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
  sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

const receive = async (QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await sqs.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, ...more }))).Messages ??
  [];

const remove = (QueueUrl: string, ReceiptHandle = '') =>
  sqs.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

const hide = (QueueUrl: string, VisibilityTimeout: number, ReceiptHandle = '') =>
  sqs.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

describe('a standard queue', () => {
  it('gives a message with its attributes, and never again once it is deleted', async () => {
    const url = await sqs.aQueue({ VisibilityTimeout: '1' });
    const sent = await send(url, 'hello', {
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'greeting' },
        bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 3) },
      },
    });
    const [message] = await receive(url, {
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'hello',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'greeting' },
        bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 3) },
      },
    });
    await remove(url, message?.ReceiptHandle);
    expect(await receive(url, { WaitTimeSeconds: 2 })).toEqual([]);
  });

  it('answers the digests that are documented for a body and its attributes', async () => {
    const sent = await send(await sqs.aQueue(), 'body', {
      MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
    });
    // each part with its length in four bytes before it; the 1 alone says that the value is text
    const parts = '\0\0\0\x01a' + '\0\0\0\x06String' + '\x01' + '\0\0\0\x01b';
    expect(sent.MD5OfMessageBody).toBe(createHash('md5').update('body').digest('hex'));
    expect(sent.MD5OfMessageAttributes).toBe(createHash('md5').update(parts, 'latin1').digest('hex'));
  });

  it('hides a received message for its visibility time-out and counts its receives', async () => {
    const url = await sqs.aQueue({ VisibilityTimeout: '1' });
    await send(url, 'again');
    expect(await receive(url)).toHaveLength(1);
    expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
    const [message] = await receive(url, {
      WaitTimeSeconds: 3,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    expect(message?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  it('hides a received message for as long as is asked then, and shows it at once for 0', async () => {
    const url = await sqs.aQueue({ VisibilityTimeout: '1' });
    await send(url, 'wait');
    const [first] = await receive(url);
    await hide(url, 30, first?.ReceiptHandle);
    expect(await receive(url, { WaitTimeSeconds: 2 })).toEqual([]);
    await hide(url, 0, first?.ReceiptHandle);
    expect(await receive(url)).toHaveLength(1);
    await expect(hide(url, 30, first?.ReceiptHandle)).rejects.toMatchObject({
      name: expect.stringMatching(/MessageNotInflight/),
    });
  });

  it('hides no message for more than twelve hours', async () => {
    const url = await sqs.aQueue({ VisibilityTimeout: '600' });
    await send(url, 'wait');
    const [first] = await receive(url);
    await expect(hide(url, 43_201, first?.ReceiptHandle)).rejects.toMatchObject({
      name: expect.stringMatching(/InvalidParameterValue/),
    });
  });

  it('takes a group, by which a queue is fair to others', async () => {
    const url = await sqs.aQueue();
    await send(url, 'grouped', { MessageGroupId: 'acme.we_1' });
    expect(await receive(url)).toMatchObject([{ Body: 'grouped' }]);
    await expect(send(url, 'x', { MessageGroupId: 'a b' })).rejects.toMatchObject({
      name: expect.stringMatching(/InvalidParameterValue/),
    });
  });

  it('answers a long poll as soon as a message comes', async () => {
    const url = await sqs.aQueue();
    const polled = receive(url, { WaitTimeSeconds: 10 });
    await send(url, 'now');
    expect(await polled).toMatchObject([{ Body: 'now' }]);
  });

  it('holds a message back for its delay', async () => {
    const url = await sqs.aQueue();
    await send(url, 'later', { DelaySeconds: 1 });
    expect(await receive(url, { WaitTimeSeconds: 0 })).toEqual([]);
    expect(await receive(url, { WaitTimeSeconds: 3 })).toHaveLength(1);
  });

  it('tells how many messages it has', async () => {
    const url = await sqs.aQueue();
    await send(url, 'one');
    await send(url, 'two', { DelaySeconds: 60 });
    await receive(url);
    const { Attributes } = await sqs.client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
    });
  });

  it('is found by the prefix of its name', async () => {
    const url = await sqs.aQueue();
    const name = url.split('/').at(-1) ?? '';
    const listed = await sqs.client.send(new ListQueuesCommand({ QueueNamePrefix: name.slice(0, -1) }));
    expect(listed.QueueUrls).toEqual([url]);
  });

  it('is empty after a purge, and refuses the next purge within a minute', async () => {
    const url = await sqs.aQueue();
    await send(url, 'gone');
    await sqs.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    await expect(sqs.client.send(new PurgeQueueCommand({ QueueUrl: url }))).rejects.toMatchObject({
      name: expect.stringMatching(/PurgeQueueInProgress/),
    });
  });
});

describe('a dead-letter queue', () => {
  it('gets what was received too often, and gives it back by a move task', async () => {
    const deadUrl = await sqs.aQueue();
    const url = await sqs.aQueue({
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: await sqs.arnOf(deadUrl), maxReceiveCount: 2 }),
    });
    await send(url, 'poison');
    for (let count = 0; count < 2; count++) expect(await receive(url)).toHaveLength(1);
    expect(await receive(url)).toEqual([]);
    const [dead] = await receive(deadUrl, { VisibilityTimeout: 0, MessageSystemAttributeNames: ['All'] });
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: await sqs.arnOf(url) },
    });
    const SourceArn = await sqs.arnOf(deadUrl);
    await sqs.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    expect(await receive(url, { WaitTimeSeconds: 10 })).toMatchObject([{ Body: 'poison' }]);
    // a message is there before the task has counted it
    const tasks = async () => (await sqs.client.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results;
    await expect.poll(tasks).toMatchObject([{ SourceArn, ApproximateNumberOfMessagesMoved: 1 }]);
  });
});

describe('what SQS refuses', () => {
  const refused: readonly [name: string, error: RegExp, act: (url: string) => Promise<unknown>][] = [
    ['a queue that does not exist', /QueueDoesNotExist/, (url) => send(`${url}-not`, 'x')],
    ['an empty body', /MissingParameter|InvalidParameterValue/, (url) => send(url, '')],
    ['a body with control characters', /InvalidMessageContents/, (url) => send(url, '\u0001')],
    ['a body over 1 MiB', /InvalidParameterValue/, (url) => send(url, 'x'.repeat(1_048_577))],
    ['a delay over 15 minutes', /InvalidParameterValue/, (url) => send(url, 'x', { DelaySeconds: 901 })],
    [
      'more than 10 messages at once',
      /InvalidParameterValue/,
      (url) => receive(url, { MaxNumberOfMessages: 11 }),
    ],
    [
      'a deduplication id, which only FIFO queues take',
      /InvalidParameterValue/,
      (url) => send(url, 'x', { MessageDeduplicationId: 'once' }),
    ],
    ['a receipt handle that never was one', /ReceiptHandleIsInvalid/, (url) => remove(url, 'nonsense')],
  ];

  it.each(refused)('refuses %s', async (_name, error, act) => {
    const url = await sqs.aQueue();
    await expect(act(url)).rejects.toMatchObject({ name: expect.stringMatching(error) });
  });
});
