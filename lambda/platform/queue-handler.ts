import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSHandler, SQSRecord } from 'aws-lambda';

/** A handler of a queue's messages: those whose `consume` rejects come back by themselves, and only those. */
export function queueHandler(consume: (body: string) => Promise<void>): SQSHandler {
  const processor = new BatchProcessor(EventType.SQS);
  return (event, context) =>
    processPartialResponse(event, ({ body }: SQSRecord) => consume(body), processor, {
      context,
      throwOnFullBatchFailure: false,
    });
}
