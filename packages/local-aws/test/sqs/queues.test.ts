import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesUntilKilled } from '../support/killed-process.ts';
import { aCall, aQueueResource, openSqs, QUEUE_ARN, QUEUE_URL } from './a-local-sqs.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sqs-'));
});
afterAll(() => rm(root, { recursive: true }));

const aFolder = () => mkdtemp(join(root, 'data-'));

/** Everything that is left in the queue, also what a consumer that is gone had received. */
async function drained(dataDir: string, clock: ManualClock): Promise<string[]> {
  const sqs = await openSqs(dataDir, clock);
  await sqs.provision([aQueueResource()]);
  clock.advance(43_200_000);
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await aCall(sqs)('ReceiveMessage', {
      QueueUrl: QUEUE_URL,
      MaxNumberOfMessages: 10,
    });
    if (Messages.length === 0) break;
    bodies.push(...Messages.map(({ Body }) => Body));
  }
  await sqs.close();
  return bodies;
}

describe('a queue that is killed', () => {
  it('loses no message that it acknowledged and brings back none that was deleted', async () => {
    const dataDir = await aFolder();
    const lines: string[] = [];
    for (let kill = 0; kill < 5; kill++) {
      const count = 20 + Math.floor(Math.random() * 300);
      lines.push(
        ...(await linesUntilKilled(
          join(import.meta.dirname, 'crash-writer.ts'),
          [dataDir, `${kill}`],
          count,
        )),
      );
    }
    const told = (what: string) =>
      lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.split(' ')[1] ?? '');
    const [deleting, deleted] = [new Set(told('deleting')), new Set(told('deleted'))];
    const left = await drained(dataDir, new ManualClock(Date.now()));
    expect(left).toEqual(expect.arrayContaining(told('sent').filter((body) => !deleting.has(body))));
    expect(left.filter((body) => deleted.has(body))).toEqual([]);
  });
});

describe('a queue that is opened again', () => {
  it('still hides what a consumer received, takes its handle, and counts on', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const first = await openSqs(dataDir, clock);
    await first.provision([aQueueResource({ VisibilityTimeout: 30 })]);
    for (const MessageBody of ['a', 'b'])
      await aCall(first)('SendMessage', { QueueUrl: QUEUE_URL, MessageBody });
    const { Messages = [] } = await aCall(first)('ReceiveMessage', {
      QueueUrl: QUEUE_URL,
      MaxNumberOfMessages: 10,
    });
    await first.close();

    const second = await openSqs(dataDir, clock);
    await second.provision([aQueueResource({ VisibilityTimeout: 30 })]);
    const call = aCall(second);
    expect(await call('ReceiveMessage', { QueueUrl: QUEUE_URL })).toEqual({});
    await call('DeleteMessage', { QueueUrl: QUEUE_URL, ReceiptHandle: Messages[0]?.ReceiptHandle });
    clock.advance(30_000);
    const again = await call('ReceiveMessage', {
      QueueUrl: QUEUE_URL,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    expect(again.Messages).toMatchObject([{ Body: 'b', Attributes: { ApproximateReceiveCount: '2' } }]);
    await second.close();
  });

  it('remembers for five minutes what it took, and no longer', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const fifo = aQueueResource({ FifoQueue: true, ContentBasedDeduplication: true }, 'queue.fifo');
    const send = async () => {
      const sqs = await openSqs(dataDir, clock);
      await sqs.provision([fifo]);
      const sent = await aCall(sqs)('SendMessage', {
        QueueUrl: fifo.ref,
        MessageBody: 'same',
        MessageGroupId: 'g',
      });
      await sqs.close();
      return (sent as { SequenceNumber?: string }).SequenceNumber;
    };
    const sequenceNumber = await send();
    clock.advance(299_000);
    expect(await send()).toBe(sequenceNumber);
    clock.advance(1000);
    expect(Number(await send())).toBeGreaterThan(Number(sequenceNumber));
  });

  it('keeps attributes that were set, and takes from the template what was not', async () => {
    const dataDir = await aFolder();
    const clock = new ManualClock();
    const attributesWith = async (properties: Readonly<Record<string, unknown>>, Attributes?: object) => {
      const sqs = await openSqs(dataDir, clock);
      await sqs.provision([aQueueResource(properties)]);
      if (Attributes) await aCall(sqs)('SetQueueAttributes', { QueueUrl: QUEUE_URL, Attributes });
      const answer = await aCall(sqs)('GetQueueAttributes', { QueueUrl: QUEUE_URL, AttributeNames: ['All'] });
      await sqs.close();
      return answer.Attributes;
    };
    await attributesWith({ DelaySeconds: 1 }, { VisibilityTimeout: '9' });
    expect(await attributesWith({ DelaySeconds: 2 })).toMatchObject({
      VisibilityTimeout: '9',
      DelaySeconds: '2',
    });
  });

  it('stays small however many messages pass through it', async () => {
    const dataDir = await aFolder();
    const sqs = await openSqs(dataDir, new ManualClock());
    await sqs.provision([aQueueResource()]);
    const call = aCall(sqs);
    for (let round = 0; round < 60; round++) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `${index}`, MessageBody: `${round}` }));
      await call('SendMessageBatch', { QueueUrl: QUEUE_URL, Entries });
      const { Messages = [] } = await call('ReceiveMessage', {
        QueueUrl: QUEUE_URL,
        MaxNumberOfMessages: 10,
      });
      const handles = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
      await call('DeleteMessageBatch', { QueueUrl: QUEUE_URL, Entries: handles });
    }
    await sqs.close();
    const journal = await readFile(join(dataDir, 'sqs', 'queue.queue.jsonl'), 'utf8');
    expect(journal.split('\n').length).toBeLessThan(1100);
  });
});

describe('a message', () => {
  it('is gone after its retention period', async () => {
    const clock = new ManualClock();
    const sqs = await openSqs(await aFolder(), clock);
    await sqs.provision([aQueueResource({ MessageRetentionPeriod: 60 })]);
    await aCall(sqs)('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: 'old' });
    clock.advance(60_000);
    expect(await aCall(sqs)('ReceiveMessage', { QueueUrl: QUEUE_URL })).toEqual({});
    await sqs.close();
  });
});

describe('polling', () => {
  it('hands over batches, deletes what was handled and gives the failed ones again', async () => {
    const clock = new ManualClock();
    const sqs = await openSqs(await aFolder(), clock);
    await sqs.provision([aQueueResource({ VisibilityTimeout: 5 })]);
    for (const body of ['a', 'b', 'c']) await sqs.send(QUEUE_ARN, { body });
    const over = new AbortController();
    const batches: string[][] = [];
    const polling = sqs.pollQueue(QUEUE_ARN, { batchSize: 10, signal: over.signal }, async (messages) => {
      batches.push(messages.map(({ body }) => body));
      if (batches.length === 2) over.abort();
      return batches.length === 1 ? messages.filter(({ body }) => body === 'b').map(({ id }) => id) : [];
    });
    await clock.asleep();
    clock.advance(5000);
    await polling;
    expect(batches).toEqual([['a', 'b', 'c'], ['b']]);
    await sqs.close();
  });

  it('gives a whole batch again when its handler rejects', async () => {
    const clock = new ManualClock();
    const sqs = await openSqs(await aFolder(), clock);
    await sqs.provision([aQueueResource({ VisibilityTimeout: 5 })]);
    await sqs.send(QUEUE_ARN, { body: 'a' });
    const over = new AbortController();
    let calls = 0;
    const polling = sqs.pollQueue(QUEUE_ARN, { batchSize: 1, signal: over.signal }, async () => {
      if (++calls === 1) throw new Error('broken');
      over.abort();
      return [];
    });
    await clock.asleep();
    clock.advance(5000);
    await polling;
    expect(calls).toBe(2);
    await sqs.close();
  });
});

describe('a FIFO queue', () => {
  it('gives the messages of every group in order, whatever is received and left in between', async () => {
    const groups = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 15 });
    const acts = fc.infiniteStream(fc.boolean());
    await fc.assert(
      fc.asyncProperty(groups, acts, async (sent, handled) => {
        const clock = new ManualClock();
        const fifo = aQueueResource({ FifoQueue: true }, 'queue.fifo');
        const sqs = await openSqs(await aFolder(), clock);
        await sqs.provision([fifo]);
        const call = aCall(sqs);
        for (const [index, MessageGroupId] of sent.entries()) {
          const MessageBody = `${MessageGroupId}${index}`;
          await call('SendMessage', {
            QueueUrl: fifo.ref,
            MessageBody,
            MessageGroupId,
            MessageDeduplicationId: MessageBody,
          });
        }
        const done: string[] = [];
        while (done.length < sent.length) {
          const { Messages = [] } = await call('ReceiveMessage', {
            QueueUrl: fifo.ref,
            MaxNumberOfMessages: 2,
          });
          for (const { Body, ReceiptHandle } of Messages) {
            // one that is left blocks its group until it is seen again
            if (!handled.next().value) break;
            await call('DeleteMessage', { QueueUrl: fifo.ref, ReceiptHandle });
            done.push(Body);
          }
          clock.advance(30_000);
        }
        await sqs.close();
        for (const group of ['a', 'b', 'c']) {
          const inOrder = sent.flatMap((one, index) => (one === group ? [`${one}${index}`] : []));
          expect(done.filter((body) => body.startsWith(group))).toEqual(inOrder);
        }
      }),
      { numRuns: 25 },
    );
  });
});
