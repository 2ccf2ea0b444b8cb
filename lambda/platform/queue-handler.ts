import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSHandler, SQSRecord } from 'aws-lambda';

/** Creates a handler of a queue's messages; only those whose `consume` rejects are delivered again. */
export function queueHandler(consume: (body: string) => Promise<void>): SQSHandler {
  const processor = new BatchProcessor(EventType.SQS);
  return (event, context) =>
    processPartialResponse(event, ({ body }: SQSRecord) => consume(body), processor, {
      context,
      throwOnFullBatchFailure: false,
    });
}
