import { createHash } from 'node:crypto';
import type { StreamRecord } from '../dynamodb/stream.ts';

/** A change of an item in the event of a function (Lambda Developer Guide, "Using Lambda with DynamoDB"). */
export function streamRecord(record: StreamRecord, streamArn: string, region: string): unknown {
  const { eventName, ...dynamodb } = record;
  return {
    eventID: createHash('md5').update(`${streamArn}#${record.SequenceNumber}`).digest('hex'),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb,
    eventSourceARN: streamArn,
  };
}
