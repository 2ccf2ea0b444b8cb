import { systemClock } from '../../src/clock.ts';
import { aCall, aQueueResource, openSqs, QUEUE_URL } from './a-local-sqs.ts';

/*
 * Sends, receives and deletes as fast as it can until it is killed. Prints `sent <body>` and `deleted <body>`
 * for what was acknowledged, `deleting <body>` for what is asked for and may be done without an answer.
 * Arguments: data directory, prefix of the bodies.
 */

const [, , dataDir = '', prefix = ''] = process.argv;
const sqs = await openSqs(dataDir, systemClock);
await sqs.provision([aQueueResource()]);
const call = aCall(sqs);
const print = (line: string) => process.stdout.write(`${line}\n`);

async function send(sender: number): Promise<never> {
  for (let count = 0; ; count++) {
    const MessageBody = `${prefix}-${sender}-${count}`;
    await call('SendMessage', { QueueUrl: QUEUE_URL, MessageBody });
    print(`sent ${MessageBody}`);
  }
}

async function consume(): Promise<never> {
  for (;;) {
    const { Messages = [] } = await call('ReceiveMessage', { QueueUrl: QUEUE_URL, WaitTimeSeconds: 1 });
    for (const { Body, ReceiptHandle } of Messages) {
      print(`deleting ${Body}`);
      await call('DeleteMessage', { QueueUrl: QUEUE_URL, ReceiptHandle });
      print(`deleted ${Body}`);
    }
  }
}

await Promise.all([send(0), send(1), send(2), consume(), consume()]);
