import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import type { MetricDatum } from '../../src/cloudwatch/telemetry.ts';
import type { AccessCheck } from '../../src/emulator.ts';
import { readStream } from '../../src/lambda/stream-mapping.ts';
import type { StreamMappingProperties } from '../../src/lambda/stream-reader.ts';
import { aLocalDynamoDb, aTable, REGION, TABLE, TABLE_ARN } from '../dynamodb/an-engine.ts';
import { aLog } from '../fixtures/recorders.ts';

export const STREAM_ARN = `${TABLE_ARN}/stream/2020-01-01T00:00:00.000`;
export const FUNCTION = 'Reader';
const POLL_MS = 250;

export interface StreamEvent {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly Keys: { readonly sk: { readonly S: string } };
    };
  }[];
}

/** Names of the items in an event. */
export const namesOf = ({ Records }: StreamEvent) =>
  Records.map(({ dynamodb }) => dynamodb.Keys.sk.S).join('');

/** A table with a stream, and a function that is given its records. */
export async function aStream() {
  const local = await aLocalDynamoDb();
  await local.dynamoDb.provision([aTable({ StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } })]);
  const clock = new ManualClock(local.clock.now());
  const events: StreamEvent[] = [];
  const sent: { readonly queue: string; readonly body: unknown }[] = [];
  const metrics: MetricDatum[] = [];
  const { log, lines } = aLog();
  const world = {
    events,
    sent,
    metrics,
    lines,
    clock,
    local,
    /** What the function answers, or throws. */
    answer: async (_event: StreamEvent): Promise<unknown> => null,
    authorize: (_checks: readonly AccessCheck[]): void => {},
    put: (sk: string) => local.call('PutItem', { TableName: TABLE, Item: { pk: { S: 'p' }, sk: { S: sk } } }),
    /** Reads until the function was called that many times in all, or has nothing left to do. */
    read: async (properties: Partial<StreamMappingProperties> = {}, times = 1) => {
      const over = new AbortController();
      const reading = readStream(
        {
          name: 'Test/Mapping',
          properties: {
            EventSourceArn: STREAM_ARN,
            FunctionName: FUNCTION,
            StartingPosition: 'TRIM_HORIZON',
            ...properties,
          },
        },
        {
          streams: local.dynamoDb.streams,
          sqs: { send: async (queue, { body }) => void sent.push({ queue, body: JSON.parse(body) }) },
          lambda: {
            invoke: async (_name, event) => {
              events.push(event as StreamEvent);
              return world.answer(event as StreamEvent);
            },
          },
          region: REGION,
          clock,
          authorize: (checks) => world.authorize(checks),
          metric: (datum) => void metrics.push(datum),
          log,
        },
        over.signal,
      );
      const ended = reading.catch((error: unknown) => {
        if (!over.signal.aborted) throw error;
      });
      for (let turn = 0; turn < times; turn += 1) {
        await clock.asleep();
        clock.advance(clock.remaining[0] ?? POLL_MS);
      }
      await clock.asleep();
      over.abort();
      await ended;
    },
  };
  return world;
}
