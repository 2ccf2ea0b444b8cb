import { AwsError } from '../aws-error.ts';
import type { StreamRecord } from '../dynamodb/stream.ts';
import { matchesPattern, type Pattern, readPattern } from '../events/pattern.ts';
import { STREAM_ACTIONS } from './mapping-checks.ts';
import { handOver } from './stream-batch.ts';
import type { StreamMapping, StreamMappingProperties, StreamReaderOptions } from './stream-reader.ts';
import { streamRecord } from './stream-record.ts';

/** Lambda polls each shard four times per second (Developer Guide, "Polling and batching streams"). */
const POLL_MS = 250;
/** Records that Lambda hands to a function at once by default. */
const DEFAULT_BATCH_SIZE = 100;

/**
 * Hands the records of a stream to a function, in their order, until the signal is aborted. A batch that
 * fails is given again before any later one, whole or in halves, until its attempts or its time are used up.
 * The position survives the process, so that a record is given at least once.
 */
export async function readStream(
  mapping: StreamMapping,
  options: StreamReaderOptions,
  signal: AbortSignal,
): Promise<void> {
  const { streams, clock, log } = options;
  const { name, properties } = mapping;
  const table = tableOf(properties.EventSourceArn);
  const patterns = patternsOf(properties);
  let position = await startOf(mapping, table, options);
  let isRefused = false;
  while (!signal.aborted) {
    await clock.sleep(POLL_MS, signal);
    try {
      const resource = properties.EventSourceArn;
      options.authorize(STREAM_ACTIONS.map((action) => ({ action: `dynamodb:${action}`, resource })));
      isRefused = false;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (!isRefused) log({ level: 'error', source: 'lambda', message: `${name}: ${error.message}` });
      isRefused = true;
      continue;
    }
    const batch = await nextBatch(table, position, properties, options, signal);
    const last = batch.at(-1);
    if (!last) continue;
    const wanted = batch.filter((record) => isWanted(record, patterns, properties, options.region));
    if (wanted.length > 0) await handOver(wanted, mapping, options, signal);
    if (signal.aborted) return;
    position = last.SequenceNumber;
    await streams.keepPosition(name, position);
  }
}

/** Name of the table in the ARN of its stream. */
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? '';

async function startOf(
  { name, properties }: StreamMapping,
  table: string,
  { streams }: StreamReaderOptions,
): Promise<string> {
  const kept = await streams.position(name);
  if (kept !== undefined) return kept;
  return properties.StartingPosition === 'LATEST' ? ((await streams.last(table)) ?? '') : '';
}

const patternsOf = ({ FilterCriteria }: StreamMappingProperties): readonly Pattern[] =>
  (FilterCriteria?.Filters ?? []).map(({ Pattern }) => readPattern(JSON.parse(Pattern)));

/** A record that no filter lets through is done with; without filters all are wanted. */
const isWanted = (
  record: StreamRecord,
  patterns: readonly Pattern[],
  { EventSourceArn }: StreamMappingProperties,
  region: string,
): boolean =>
  patterns.length === 0 ||
  patterns.some((pattern) => matchesPattern(pattern, streamRecord(record, EventSourceArn, region)));

/** Returns what there is, and waits for more for as long as the batching window says. */
async function nextBatch(
  table: string,
  position: string,
  { BatchSize = DEFAULT_BATCH_SIZE, MaximumBatchingWindowInSeconds = 0 }: StreamMappingProperties,
  { streams, clock }: StreamReaderOptions,
  signal: AbortSignal,
): Promise<readonly StreamRecord[]> {
  const read = () => streams.read(table, position, BatchSize);
  let batch = await read();
  if (batch.length === 0) return batch;
  const until = clock.now() + MaximumBatchingWindowInSeconds * 1000;
  while (batch.length < BatchSize && clock.now() < until) {
    await clock.sleep(Math.min(POLL_MS, until - clock.now()), signal);
    batch = await read();
  }
  return batch;
}
