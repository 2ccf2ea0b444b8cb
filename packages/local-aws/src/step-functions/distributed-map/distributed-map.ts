import { createHash, randomUUID } from 'node:crypto';
import type { MapState } from '../definition.ts';
import type { ExecutionRecord } from '../execution-index.ts';
import { runConcurrently } from '../inner-walks.ts';
import { readItemsFromInput, selectItem } from '../map-items.ts';
import type { MapRun } from '../map-runs.ts';
import { Halt, StateError, untilAborted } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';
import { type Batch, batchInputs } from './batch-inputs.ts';
import { readItems } from './read-items.ts';
import { writeResults } from './write-results.ts';

/**
 * Child executions that run at once, at most. AWS allows 10,000; on a laptop more than this only wait for
 * each other and run into the time-outs of their tasks.
 */
const MAX_LOCAL_CONCURRENCY = 40;

/** AWS's own limit, and what MaxConcurrency 0 means. */
const MAX_CONCURRENCY = 10_000;

const TOO_MANY_FAILED = 'States.ExceedToleratedFailureThreshold';

interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/**
 * Runs the processor over all items as child executions of their own, each as durable as any execution: a
 * restart finds those that ended, goes on with those that run, and starts the rest.
 */
export async function performDistributedMap(visit: Visit<MapState>): Promise<Performed> {
  const { state, run } = visit;
  const batches = await readBatches(visit);
  const tolerance = {
    count: await visit.fillNumber(state.ToleratedFailureCount, 'ToleratedFailureCount', 0),
    percentage: await visit.fillNumber(state.ToleratedFailurePercentage, 'ToleratedFailurePercentage', 0),
  };
  const mapRun = await openMapRun(visit, batches, tolerance);
  const children: ExecutionRecord[] = [];
  try {
    await runChildren(visit, mapRun, batches, tolerance, children);
    const result = await resultOf(visit, mapRun, children);
    await close(visit, mapRun, 'SUCCEEDED', children);
    visit.record('MapRunSucceeded', {}, () => ({ outcome: { result } }));
    return { result };
  } catch (error) {
    if (error instanceof StateError) {
      // what there is by then is written also when too many have failed
      if (error.error === TOO_MANY_FAILED) await resultOf(visit, mapRun, Object.values(children));
      const outcome = { error: error.error, cause: error.message };
      await close(visit, mapRun, 'FAILED', children);
      visit.record('MapRunFailed', { mapRunFailedEventDetails: outcome }, () => ({ outcome }));
    }
    if (error instanceof Halt && error.kind === 'aborted') {
      await close(visit, mapRun, 'ABORTED', children);
      run.log.record(visit.frame.lastEventId, 'MapRunAborted');
    }
    throw error;
  }
}

async function readBatches(visit: Visit<MapState>): Promise<readonly Batch[]> {
  const items = visit.state.ItemReader
    ? await readItems(visit, visit.state.ItemReader)
    : await readItemsFromInput(visit);
  const inputs: unknown[] = [];
  for (const index of items.keys()) inputs.push((await selectItem(visit, items, index)).input);
  return batchInputs(visit, inputs);
}

/** The run of the current attempt: the one from before a restart, or a new one. */
async function openMapRun(
  visit: Visit<MapState>,
  batches: readonly Batch[],
  tolerance: Tolerance,
): Promise<MapRun> {
  const { run, state } = visit;
  const { mapRuns } = run.services;
  const known = visit.facts.mapRunArn;
  if (known) return mapRuns.get(known);
  const label = state.Label ?? createHash('sha256').update(visit.name).digest('hex').slice(0, 32);
  const stateMachineArn = `${run.stateMachineArn}/${label}`;
  const mapRunArn = `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}:${randomUUID()}`;
  const maxConcurrency =
    (await visit.fillNumber(state.MaxConcurrency, 'MaxConcurrency', 0)) || MAX_CONCURRENCY;
  await mapRuns.put({
    mapRunArn,
    executionArn: run.executionArn,
    stateMachineArn,
    status: 'RUNNING',
    startDate: visit.now / 1000,
    maxConcurrency,
    toleratedFailureCount: tolerance.count ?? 0,
    toleratedFailurePercentage: tolerance.percentage ?? 0,
    totalItems: batches.reduce((sum, batch) => sum + batch.itemCount, 0),
    totalExecutions: batches.length,
    resultsWritten: 0,
  });
  visit.record('MapStateStarted', { mapStateStartedEventDetails: { length: batches.length } });
  visit.record('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn } }, () => ({ mapRunArn }));
  await run.log.durable();
  return mapRuns.get(mapRunArn);
}

/** Fills `children` as they end, in the order of the batches. Throws when more fail than are tolerated. */
async function runChildren(
  visit: Visit<MapState>,
  mapRun: MapRun,
  batches: readonly Batch[],
  tolerance: Tolerance,
  children: ExecutionRecord[],
): Promise<void> {
  const limit = Math.min(mapRun.maxConcurrency, MAX_LOCAL_CONCURRENCY);
  let failedItems = 0;
  await runConcurrently(batches.length, limit, visit.frame.signal, async (index, signal) => {
    const batch = batches[index] ?? { input: null, itemCount: 0 };
    const child = await runChild(visit, mapRun, batch, index, signal);
    children[index] = child;
    if (child.status === 'SUCCEEDED') return;
    failedItems += batch.itemCount;
    if (isExceeded(tolerance, failedItems, mapRun.totalItems)) {
      throw new StateError(TOO_MANY_FAILED, 'The specified tolerated failure threshold was exceeded');
    }
  });
}

async function runChild(
  visit: Visit<MapState>,
  mapRun: MapRun,
  batch: Batch,
  index: number,
  signal: AbortSignal,
): Promise<ExecutionRecord> {
  const { children } = visit.run.services;
  const startedBy = `${mapRun.mapRunArn}#${index}`;
  const { executionArn } = await children.start({
    stateMachineArn: mapRun.stateMachineArn,
    name: uuidOf(startedBy),
    input: JSON.stringify(batch.input),
    startedBy,
    mapRun: {
      mapRunArn: mapRun.mapRunArn,
      definition: { ...visit.run.definition, processorOf: visit.name },
      roleArn: visit.run.roleArn,
      itemCount: batch.itemCount,
    },
  });
  try {
    return await untilAborted(children.ended(executionArn), signal);
  } catch (error) {
    if (error instanceof Halt && error.kind === 'aborted') await children.stop(executionArn);
    throw error;
  }
}

/** A name in the form of a UUID, always the same for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Without any tolerance one failed item is too many. */
export function isExceeded(tolerance: Tolerance, failedItems: number, totalItems: number): boolean {
  const { count, percentage } = tolerance;
  if (count === undefined && percentage === undefined) return failedItems > 0;
  const overCount = count !== undefined && failedItems > count;
  const overPercentage = percentage !== undefined && failedItems * 100 > percentage * totalItems;
  return overCount || overPercentage;
}

async function resultOf(
  visit: Visit<MapState>,
  mapRun: MapRun,
  children: readonly ExecutionRecord[],
): Promise<unknown> {
  const result = visit.state.ResultWriter
    ? await writeResults(visit, visit.state.ResultWriter, mapRun, children)
    : children.map((child) =>
        child.output === undefined ? { Error: child.error, Cause: child.cause } : JSON.parse(child.output),
      );
  // the results of the children must fit, before the state's Output is applied
  visit.checkSize(result);
  return result;
}

async function close(
  visit: Visit<MapState>,
  { mapRunArn }: MapRun,
  status: MapRun['status'],
  children: readonly ExecutionRecord[],
): Promise<void> {
  const resultsWritten = visit.state.ResultWriter && status === 'SUCCEEDED' ? children.length : 0;
  await visit.run.services.mapRuns.put({ mapRunArn, status, stopDate: visit.now / 1000, resultsWritten });
}
