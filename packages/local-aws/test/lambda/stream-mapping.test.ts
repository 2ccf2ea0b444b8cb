import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../src/aws-error.ts';
import { aStream, FUNCTION, namesOf, STREAM_ARN, type StreamEvent } from './a-stream.ts';

const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:failures';

let stream: Awaited<ReturnType<typeof aStream>>;
beforeEach(async () => {
  stream = await aStream();
  for (const name of ['a', 'b', 'c']) await stream.put(name);
});
afterEach(() => stream.local.close());

const fails = (name: string) => async (event: StreamEvent) => {
  if (namesOf(event).includes(name)) throw new Error('poison');
  return null;
};
const given = () => stream.events.map(namesOf);

describe('a stream that is mapped to a function', () => {
  it('is given in its order, in batches, as records of DynamoDB', async () => {
    await stream.read({ BatchSize: 2 }, 2);
    expect(given()).toEqual(['ab', 'c']);
    expect(stream.events[0]?.Records[0]).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventVersion: '1.1',
      eventSourceARN: STREAM_ARN,
      awsRegion: 'us-east-1',
      dynamodb: { NewImage: { sk: { S: 'a' } }, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  it('goes on where it was after a restart', async () => {
    await stream.read();
    await stream.put('d');
    await stream.read();
    expect(given()).toEqual(['abc', 'd']);
  });

  it('begins with what comes next, if it says so', async () => {
    const reading = stream.read({ StartingPosition: 'LATEST' }, 1);
    await reading;
    expect(given()).toEqual([]);
  });

  it('waits for a batch as long as its window says', async () => {
    stream.answer = async () => null;
    await stream.read({ MaximumBatchingWindowInSeconds: 1 }, 5);
    expect(given()).toEqual(['abc']);
  });

  it('gives what a filter lets through, and is done with the rest', async () => {
    const Pattern = JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { sk: { S: ['b'] } } } });
    await stream.read({ FilterCriteria: { Filters: [{ Pattern }] } });
    await stream.read();
    expect(given()).toEqual(['b']);
  });

  it('measures how old its records are', async () => {
    stream.clock.advance(5000);
    await stream.read();
    expect(stream.metrics).toEqual([
      {
        namespace: 'AWS/Lambda',
        name: 'IteratorAge',
        dimensions: { FunctionName: FUNCTION },
        unit: 'Milliseconds',
        value: 5250,
      },
    ]);
  });

  it('gives nothing while its role may not read, and says so once', async () => {
    stream.authorize = () => {
      throw new AwsError('AccessDeniedException', 'not authorized to perform: dynamodb:GetRecords');
    };
    await stream.read({}, 3);
    expect(given()).toEqual([]);
    expect(stream.lines.map(({ message }) => message)).toEqual([
      'Test/Mapping: not authorized to perform: dynamodb:GetRecords',
    ]);
  });
});

describe('a batch that fails', () => {
  it('is given again, before any later one, until it succeeds', async () => {
    let calls = 0;
    stream.answer = async () => {
      calls += 1;
      if (calls < 3) throw new Error('busy');
      return null;
    };
    await stream.read({ BatchSize: 2 }, 4);
    expect(given()).toEqual(['ab', 'ab', 'ab', 'c']);
  });

  it('goes on with the first record that the function names', async () => {
    let failed = false;
    stream.answer = async ({ Records }) => {
      if (failed) return { batchItemFailures: [] };
      failed = true;
      const [, second, third] = Records;
      return {
        batchItemFailures: [third, second].map((one) => ({ itemIdentifier: one?.dynamodb.SequenceNumber })),
      };
    };
    await stream.read({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, 2);
    expect(given()).toEqual(['abc', 'bc']);
  });

  it('fails as a whole where the function names a record that it was not given', async () => {
    stream.answer = async () => ({ batchItemFailures: [{ itemIdentifier: 'unknown' }] });
    await stream.read({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, 2);
    expect(given()).toEqual(['abc', 'abc']);
  });

  it('is halved until the record that fails is alone, which is reported once its attempts are used up', async () => {
    stream.answer = fails('b');
    await stream.read(
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: QUEUE_ARN } },
      },
      4,
    );
    expect(given()).toEqual(['abc', 'ab', 'a', 'b', 'b', 'c']);
    const number = stream.events[3]?.Records[0]?.dynamodb.SequenceNumber;
    expect(stream.sent).toMatchObject([
      {
        queue: QUEUE_ARN,
        body: {
          requestContext: { functionArn: FUNCTION },
          DDBStreamBatchInfo: {
            streamArn: STREAM_ARN,
            startSequenceNumber: number,
            endSequenceNumber: number,
            batchSize: 1,
          },
        },
      },
    ]);
  });

  it('is given up once its records are too old', async () => {
    stream.answer = fails('a');
    stream.clock.advance(61_000);
    await stream.read({ MaximumRecordAgeInSeconds: 60 });
    await stream.put('d');
    stream.answer = async () => null;
    await stream.read();
    expect(given()).toEqual(['abc', 'd']);
  });

  it('is given up without a report where its role may not send one', async () => {
    stream.answer = fails('a');
    stream.authorize = (checks) => {
      if (checks.some(({ action }) => action === 'sqs:SendMessage'))
        throw new AwsError('AccessDenied', 'not authorized to perform: sqs:SendMessage');
    };
    await stream.read({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: QUEUE_ARN } },
    });
    expect(stream.sent).toEqual([]);
    expect(stream.lines.map(({ message }) => message)).toEqual([
      'Test/Mapping: 3 records were given up',
      'Test/Mapping: not authorized to perform: sqs:SendMessage',
    ]);
  });
});
