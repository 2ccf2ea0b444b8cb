import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyRequest, isAnswered } from '../support/any-request.ts';
import { aQueueResource, openSqs, QUEUE_ARN, QUEUE_URL } from './a-local-sqs.ts';

const OPERATIONS = [
  'ListQueues',
  'GetQueueAttributes',
  'SendMessage',
  'DeleteMessage',
  'PurgeQueue',
  'StartMessageMoveTask',
  'ListMessageMoveTasks',
];
const MEMBERS = ['QueueUrl', 'QueueNamePrefix', 'AttributeNames', 'MessageBody', 'MessageAttributes'];
const FURTHER = ['ReceiptHandle', 'DelaySeconds', 'SourceArn'];

it('answers any request, or refuses it as AWS would', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sqs-any-'));
  const sqs = await openSqs(dataDir, new ManualClock());
  await sqs.provision([aQueueResource()]);
  const values = [QUEUE_URL, QUEUE_ARN, 'queue', ['All'], { a: { DataType: 'String' } }];
  await fc.assert(
    fc.asyncProperty(
      anyRequest(OPERATIONS, [...MEMBERS, ...FURTHER], values),
      async ({ operation, input }) => {
        // most requests name the queue that there is, so that they come further than to its name
        expect(await isAnswered(sqs, operation, { QueueUrl: QUEUE_URL, ...input })).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
  await sqs.close();
  await rm(dataDir, { recursive: true });
});
