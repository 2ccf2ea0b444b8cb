import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesUntilKilled } from '../support/killed-process.ts';
import { aCall, anyoneMay, aQueueResource, openSqs, QUEUE_ARN, QUEUE_URL } from './a-local-sqs.ts';

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

  it('is set as its template says now', async () => {
    const dataDir = await aFolder();
    const attributesWith = async (properties: Readonly<Record<string, unknown>>) => {
      const sqs = await openSqs(dataDir, new ManualClock());
      await sqs.provision([aQueueResource(properties)]);
      const answer = await aCall(sqs)('GetQueueAttributes', { QueueUrl: QUEUE_URL, AttributeNames: ['All'] });
      await sqs.close();
      return answer.Attributes;
    };
    expect(await attributesWith({ DelaySeconds: 1 })).toMatchObject({ DelaySeconds: '1' });
    expect(await attributesWith({ VisibilityTimeout: 9 })).toMatchObject({
      DelaySeconds: '0',
      VisibilityTimeout: '9',
    });
  });

  it.each([
    [{ FifoQueue: true }, /FIFO queues are not emulated/],
    [{ VisibilityTimeout: 43_201 }, /VisibilityTimeout/],
    [{ Colour: 'red' }, /Unknown Attribute Colour/],
  ])('refuses the properties %o', async (properties, reason) => {
    const sqs = await openSqs(await aFolder(), new ManualClock());
    await expect(sqs.provision([aQueueResource(properties)])).rejects.toThrow(reason);
    await sqs.close();
  });

  it('stays small however many messages pass through it', async () => {
    const dataDir = await aFolder();
    const sqs = await openSqs(dataDir, new ManualClock());
    await sqs.provision([aQueueResource()]);
    const call = aCall(sqs);
    for (let round = 0; round < 60; round++) {
      const sends = Array.from({ length: 10 }, (_, index) =>
        call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody: `${round}-${index}` }),
      );
      await Promise.all(sends);
      const { Messages = [] } = await call('ReceiveMessage', {
        QueueUrl: QUEUE_URL,
        MaxNumberOfMessages: 10,
      });
      const deletes = Messages.map(({ ReceiptHandle }) =>
        call('DeleteMessage', { QueueUrl: QUEUE_URL, ReceiptHandle }),
      );
      await Promise.all(deletes);
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
    const polling = sqs.pollQueue(
      QUEUE_ARN,
      { batchSize: 10, signal: over.signal, ...anyoneMay },
      async (messages) => {
        batches.push(messages.map(({ body }) => body));
        if (batches.length === 2) over.abort();
        return batches.length === 1 ? messages.filter(({ body }) => body === 'b').map(({ id }) => id) : [];
      },
    );
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
    const polling = sqs.pollQueue(
      QUEUE_ARN,
      { batchSize: 1, signal: over.signal, ...anyoneMay },
      async () => {
        if (++calls === 1) throw new Error('broken');
        over.abort();
        return [];
      },
    );
    await clock.asleep();
    clock.advance(5000);
    await polling;
    expect(calls).toBe(2);
    await sqs.close();
  });
});
