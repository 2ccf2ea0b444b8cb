import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { StreamRecord } from '../dynamodb/stream.ts';
import type { StreamMapping, StreamMappingProperties, StreamReaderOptions } from './stream-reader.ts';
import { streamRecord } from './stream-record.ts';

/** Without limits, a batch is retried until its records have left the stream. */
const UNLIMITED = -1;
/** AWS documents that it waits between the attempts, longer each time, and no figures. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** Gives a batch to the function until it is done with, or given up. */
export async function handOver(
  batch: readonly StreamRecord[],
  mapping: StreamMapping,
  options: StreamReaderOptions,
  signal: AbortSignal,
): Promise<void> {
  const { MaximumRetryAttempts = UNLIMITED, BisectBatchOnFunctionError } = mapping.properties;
  let left = batch;
  for (let attempt = 0; left.length > 0 && !signal.aborted; attempt += 1) {
    const failed = await invoke(left, mapping, options);
    if (failed.length === 0) return;
    // progress within a batch does not count as an attempt
    if (failed.length < left.length) attempt = 0;
    left = failed;
    if (isTooOld(left, mapping.properties, options.clock) || attempt === MaximumRetryAttempts)
      return giveUp(left, mapping, options);
    await options.clock.sleep(Math.min(FIRST_RETRY_MS * 2 ** attempt, LONGEST_RETRY_MS), signal);
    if (BisectBatchOnFunctionError && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      await handOver(left.slice(0, middle), mapping, options, signal);
      return handOver(left.slice(middle), mapping, options, signal);
    }
  }
}

/** @returns the records that are not done with: all, or those from the first that the function names. */
async function invoke(
  batch: readonly StreamRecord[],
  { properties }: StreamMapping,
  { lambda, region, clock, metric }: StreamReaderOptions,
): Promise<readonly StreamRecord[]> {
  const { EventSourceArn, FunctionName, FunctionResponseTypes = [] } = properties;
  const age = clock.now() - Number(batch.at(-1)?.ApproximateCreationDateTime) * 1000;
  metric({
    namespace: 'AWS/Lambda',
    name: 'IteratorAge',
    dimensions: { FunctionName: FunctionName.split(':').at(-1) ?? FunctionName },
    unit: 'Milliseconds',
    value: Math.max(0, age),
  });
  try {
    const Records = batch.map((record) => streamRecord(record, EventSourceArn, region));
    const answer = await lambda.invoke(FunctionName, { Records });
    return FunctionResponseTypes.includes('ReportBatchItemFailures') ? notDone(answer, batch) : [];
  } catch {
    return batch;
  }
}

/**
 * Returns the records from the lowest sequence number of `batchItemFailures` on; an answer that names an
 * unknown one fails the batch as in AWS.
 */
export function notDone(answer: unknown, batch: readonly StreamRecord[]): readonly StreamRecord[] {
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return batch;
  const numbers = failures.map((failure) => (failure as { itemIdentifier?: unknown }).itemIdentifier);
  const places = numbers.map((number) => batch.findIndex(({ SequenceNumber }) => SequenceNumber === number));
  if (places.includes(-1)) return batch;
  return places.length === 0 ? [] : batch.slice(Math.min(...places));
}

function isTooOld(
  [first]: readonly StreamRecord[],
  { MaximumRecordAgeInSeconds = UNLIMITED }: StreamMappingProperties,
  clock: Clock,
): boolean {
  if (MaximumRecordAgeInSeconds === UNLIMITED || !first) return false;
  return clock.now() / 1000 - first.ApproximateCreationDateTime > MaximumRecordAgeInSeconds;
}

/** Reports records that were given up to the queue of failures, as the role of the function. */
async function giveUp(
  batch: readonly StreamRecord[],
  { name, properties }: StreamMapping,
  { sqs, authorize, log }: StreamReaderOptions,
): Promise<void> {
  const queueArn = properties.DestinationConfig?.OnFailure?.Destination;
  log({ level: 'error', source: 'lambda', message: `${name}: ${batch.length} records were given up` });
  if (queueArn === undefined) return;
  const [first, last] = [batch[0], batch.at(-1)];
  try {
    authorize([{ action: 'sqs:SendMessage', resource: queueArn }]);
    await sqs.send(queueArn, {
      body: JSON.stringify({
        version: '1.0',
        requestContext: { functionArn: properties.FunctionName, condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: {
          shardId: 'shardId-00000000000000000000-00000000',
          startSequenceNumber: first?.SequenceNumber,
          endSequenceNumber: last?.SequenceNumber,
          batchSize: batch.length,
          streamArn: properties.EventSourceArn,
        },
      }),
      attributes: {},
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    log({ level: 'error', source: 'lambda', message: `${name}: ${error.message}` });
  }
}
