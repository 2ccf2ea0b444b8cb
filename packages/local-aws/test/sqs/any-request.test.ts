import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyRequest, isAnswered } from '../support/any-request.ts';
import { aQueueResource, openSqs, QUEUE_ARN, QUEUE_URL } from './a-local-sqs.ts';

const OPERATIONS = [
  'CreateQueue',
  'GetQueueUrl',
  'ListQueues',
  'ListDeadLetterSourceQueues',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'SendMessage',
  'SendMessageBatch',
  'DeleteMessage',
  'DeleteMessageBatch',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'PurgeQueue',
  'StartMessageMoveTask',
  'CancelMessageMoveTask',
  'ListMessageMoveTasks',
];
const MEMBERS = [
  'QueueUrl',
  'QueueName',
  'Attributes',
  'AttributeNames',
  'MessageBody',
  'MessageAttributes',
  'Entries',
];
const FURTHER = [
  'ReceiptHandle',
  'VisibilityTimeout',
  'DelaySeconds',
  'MessageGroupId',
  'SourceArn',
  'TaskHandle',
];

it('answers any request, or refuses it as AWS would', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sqs-any-'));
  const sqs = await openSqs(dataDir, new ManualClock());
  await sqs.provision([aQueueResource()]);
  const entry = { Id: 'a', MessageBody: 'x', ReceiptHandle: 'x' };
  const values = [
    QUEUE_URL,
    QUEUE_ARN,
    'queue',
    [entry],
    [entry, { Id: 'b' }],
    [{}],
    ['All'],
    { a: { DataType: 'String' } },
  ];
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
