import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSHandler, SQSRecord } from 'aws-lambda';

/** Creates a handler of a queue's messages; only those whose `consume` rejects are delivered again. */
export const queueHandler = (consume: (body: string) => Promise<void>): SQSHandler =>
  recordHandler(({ body }) => consume(body));

/** The same, for who must know how a message was received. */
export function recordHandler(consume: (record: SQSRecord) => Promise<void>): SQSHandler {
  const processor = new BatchProcessor(EventType.SQS);
  return (event, context) =>
    processPartialResponse(event, consume, processor, { context, throwOnFullBatchFailure: false });
}
