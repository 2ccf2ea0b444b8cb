import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TemplateResource } from '../../src/emulator.ts';
import { createIam } from '../../src/iam/iam.ts';
import { startEventSourceMappings } from '../../src/lambda/event-source-mappings.ts';
import { rolePrincipal } from '../../src/principal.ts';
import type { Sqs } from '../../src/sqs/sqs.ts';
import { aLog } from '../fixtures/recorders.ts';
import { allow, aPolicyOn, aResource, aRole, roleArn } from '../iam/a-role.ts';
import { aCall, aQueueResource, openSqs, QUEUE_ARN, QUEUE_URL } from '../sqs/a-local-sqs.ts';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/of-the-queue';
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Reader';
const READ = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const MAPPED = [
  aRole('Role'),
  aResource('Reader', 'AWS::Lambda::Function', { Role: roleArn('Role'), Timeout: 28 }, FUNCTION_ARN),
  aResource('Mapping', 'AWS::Lambda::EventSourceMapping', {
    EventSourceArn: QUEUE_ARN,
    FunctionName: 'Reader',
    ScalingConfig: { MaximumConcurrency: 1 },
  }),
];

const NO_STREAMS = {
  read: async () => [],
  last: async () => undefined,
  position: async () => undefined,
  keepPosition: async () => {},
};

describe('a queue that is mapped to a function', () => {
  const clock = new ManualClock();
  let dataDir: string;
  let sqs: Sqs;
  let over: AbortController;
  let log: ReturnType<typeof aLog>;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mappings-'));
    sqs = await openSqs(dataDir, clock);
    over = new AbortController();
    log = aLog();
  });
  afterEach(async () => {
    over.abort();
    await sqs.close();
    await rm(dataDir, { recursive: true });
  });

  /** Maps the queue, one message in it. @returns the messages that the function is given. */
  const mapped = async (
    statements: readonly object[],
    queue: Record<string, unknown> = {},
    resourcesMapped = MAPPED,
  ) => {
    const queueResource = aQueueResource({ VisibilityTimeout: 30, ...queue });
    const resources: TemplateResource[] = [
      ...resourcesMapped,
      queueResource,
      aPolicyOn('Role', ...statements),
    ];
    const iam = await createIam(resources, { dataDir, clock, region: 'us-east-1' });
    await sqs.provision([queueResource]);
    await sqs.send(QUEUE_ARN, { body: 'work' });
    const given: unknown[] = [];
    startEventSourceMappings(
      resources,
      {
        sqs,
        streams: NO_STREAMS,
        clock,
        metric: () => {},
        region: 'us-east-1',
        lambda: {
          invoke: async (_arn, event) => void given.push(event),
          stopsLoop: () => false,
        },
        authorize: (role, checks) => iam.authorize(rolePrincipal(role), checks),
        log: log.log,
      },
      over.signal,
    );
    await clock.asleep();
    return given;
  };
  const waiting = async () =>
    (await aCall(sqs)('GetQueueAttributes', { QueueUrl: QUEUE_URL, AttributeNames: ['All'] })).Attributes;

  it('is read and emptied with the rights of the function', async () => {
    const given = await mapped([allow(READ, QUEUE_ARN), allow('kms:Decrypt', KEY_ARN)], {
      KmsMasterKeyId: KEY_ARN,
    });

    expect(given).toMatchObject([{ Records: [{ body: 'work' }] }]);
    expect(await waiting()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('gives a batch after its window, which begins with its first message and not anew with each', async () => {
    const batched = {
      EventSourceArn: QUEUE_ARN,
      FunctionName: 'Reader',
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 5,
      ScalingConfig: { MaximumConcurrency: 1 },
    };
    const mapping = aResource('Mapping', 'AWS::Lambda::EventSourceMapping', batched);
    const given = await mapped([allow(READ, QUEUE_ARN)], {}, [...MAPPED.slice(0, 2), mapping]);
    for (const body of ['second', 'third']) {
      clock.advance(2000);
      await sqs.send(QUEUE_ARN, { body });
      await clock.asleep();
    }
    expect(given).toEqual([]);
    clock.advance(1000);
    await expect.poll(() => given.length).toBe(1);
    expect(given).toMatchObject([{ Records: [{ body: 'work' }, { body: 'second' }, { body: 'third' }] }]);
  });

  it.each(READ)('is refused where the function may not do %s', async (missing) => {
    const others = READ.filter((action) => action !== missing);

    await expect(mapped([allow(others, QUEUE_ARN)])).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining(
        `Test/Mapping: The provided execution role does not have permissions to call ${missing.slice(4)} on SQS`,
      ),
    });
  });

  it('is refused where the function may read another queue only', async () => {
    await expect(mapped([allow(READ, `${QUEUE_ARN}-of-others`)])).rejects.toThrow(
      'does not have permissions to call ReceiveMessage on SQS',
    );
  });

  it('is refused where a message would be seen again while the function works on it', async () => {
    await expect(mapped([allow(READ, QUEUE_ARN)], { VisibilityTimeout: 27 })).rejects.toThrow(
      'Test/Mapping: Queue visibility timeout: 27 seconds is less than Function timeout: 28 seconds',
    );
  });

  it('gives nothing while the function may not decrypt, says so once and keeps the message', async () => {
    const given = await mapped([allow(READ, QUEUE_ARN)], { KmsMasterKeyId: KEY_ARN });
    clock.advance(60_000);
    await clock.asleep();

    expect(given).toEqual([]);
    expect(log.lines.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^polling arn:aws:sqs:.*:queue is refused: .*not authorized to perform: kms:Decrypt/,
      ),
    ]);
    expect(await waiting()).toMatchObject({ ApproximateNumberOfMessages: '1' });
  });

  it('gives a message again while the function may not delete any more', async () => {
    const until = {
      Condition: { DateLessThan: { 'aws:CurrentTime': new Date(clock.now() + 1).toISOString() } },
    };
    const receiving = READ.filter((action) => action !== 'sqs:DeleteMessage');
    const statements = [allow(receiving, QUEUE_ARN), allow('sqs:DeleteMessage', QUEUE_ARN, until)];
    const given = await mapped(statements);
    clock.advance(10);
    await sqs.send(QUEUE_ARN, { body: 'later' });
    await expect.poll(() => given.length).toBe(2);
    clock.advance(30_000);

    await expect.poll(() => given.length).toBe(3);
    expect(given.slice(1)).toMatchObject([
      { Records: [{ body: 'later' }] },
      { Records: [{ body: 'later' }] },
    ]);
    expect(log.lines[0]?.message).toContain('not authorized to perform: sqs:DeleteMessage');
  });
});

describe('a stream that is mapped to a function', () => {
  const STREAM_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/sessions/stream/2020-01-01T00:00:00.000';
  const RIGHTS = ['GetRecords', 'GetShardIterator', 'DescribeStream'].map((one) => `dynamodb:${one}`);
  const LIST = 'dynamodb:ListStreams';
  const starting = async (statements: readonly object[], properties: Record<string, unknown> = {}) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mappings-'));
    const clock = new ManualClock();
    const over = new AbortController();
    const resources = [
      aRole('Role'),
      aResource('Reader', 'AWS::Lambda::Function', { Role: roleArn('Role') }, FUNCTION_ARN),
      aResource('Mapping', 'AWS::Lambda::EventSourceMapping', {
        EventSourceArn: STREAM_ARN,
        FunctionName: 'Reader',
        StartingPosition: 'TRIM_HORIZON',
        ...properties,
      }),
      aPolicyOn('Role', ...statements),
    ];
    try {
      const iam = await createIam(resources, { dataDir, clock, region: 'us-east-1' });
      const unused = async () => {};
      return startEventSourceMappings(
        resources,
        {
          sqs: { pollQueue: unused, send: unused },
          streams: NO_STREAMS,
          clock,
          metric: () => {},
          region: 'us-east-1',
          lambda: { invoke: unused, stopsLoop: () => false },
          authorize: (role, checks) => iam.authorize(rolePrincipal(role), checks),
          log: aLog().log,
        },
        over.signal,
      );
    } finally {
      over.abort();
      await rm(dataDir, { recursive: true });
    }
  };
  const all = [allow(RIGHTS, STREAM_ARN), allow(LIST)];

  it('is read', async () => {
    expect(await starting(all)).toEqual([]);
  });

  it.each([...RIGHTS, LIST])('is refused where the function may not do %s', async (missing) => {
    const others = RIGHTS.filter((action) => action !== missing);
    const statements = [allow(others, STREAM_ARN), ...(missing === LIST ? [] : [allow(LIST)])];
    await expect(starting(statements)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining(`Test/Mapping: Cannot access stream ${STREAM_ARN}.`),
    });
  });

  it.each([
    ['no position to start from', { StartingPosition: undefined }, 'startingPosition'],
    ['too large batches', { BatchSize: 10_001 }, 'BatchSize must be at most 10000'],
    ['too short a life of its records', { MaximumRecordAgeInSeconds: 59 }, 'or at least 60'],
  ])('is refused with %s', async (_, properties, why) => {
    await expect(starting(all, properties)).rejects.toThrow(why);
  });
});
