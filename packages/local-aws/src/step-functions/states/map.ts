import type { MapState } from '../definition.ts';
import { performDistributedMap } from '../distributed-map/distributed-map.ts';
import { innerPath, runConcurrently, walkInside } from '../inner-walks.ts';
import { type MapItem, readItemsFromInput, selectItem } from '../map-items.ts';
import { StateError } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';

/**
 * Iterations of an inline Map that run at once, at most: its documented limit, also when MaxConcurrency is 0.
 */
const MAX_INLINE_CONCURRENCY = 40;

export function performMap(visit: Visit<MapState>): Promise<Performed> {
  return visit.state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED'
    ? performDistributedMap(visit)
    : performInlineMap(visit);
}

async function performInlineMap(visit: Visit<MapState>): Promise<Performed> {
  const items = await readItemsFromInput(visit);
  const limit =
    (await visit.fillNumber(visit.state.MaxConcurrency, 'MaxConcurrency', 0)) || MAX_INLINE_CONCURRENCY;
  const startedAs =
    visit.facts.startedEventId ??
    visit.record('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } }, (eventId) => ({
      startedEventId: eventId,
    }));
  try {
    const result = await runConcurrently(
      items.length,
      Math.min(limit, MAX_INLINE_CONCURRENCY),
      visit.frame.signal,
      (index, signal) => iterate(visit, items, index, startedAs, signal),
    );
    visit.record('MapStateSucceeded', {}, () => ({ outcome: { result } }));
    return { result };
  } catch (error) {
    if (error instanceof StateError) {
      const outcome = { error: error.error, cause: error.message };
      visit.record('MapStateFailed', {}, () => ({ outcome }));
    }
    throw error;
  }
}

/** One iteration; one that has ended before a restart is read from the log. */
async function iterate(
  visit: Visit<MapState>,
  items: readonly MapItem[],
  index: number,
  startedAs: number,
  signal: AbortSignal,
): Promise<unknown> {
  const { log } = visit.run;
  const id = `item${index}`;
  const path = innerPath(visit, id);
  const known = log.facts(path);
  if (known.exit) return known.exit.output;
  const details = { name: visit.name, index };
  const causedBy =
    known.startedEventId ??
    log.record(
      startedAs,
      'MapIterationStarted',
      { mapIterationStartedEventDetails: details },
      path,
      (eventId) => ({
        startedEventId: eventId,
      }),
    );
  try {
    const { input, context } = await selectItem(visit, items, index);
    const states = visit.state.ItemProcessor;
    const { output, lastEventId } = await walkInside(visit, { id, states, input, context, causedBy, signal });
    const succeeded = { mapIterationSucceededEventDetails: details };
    log.record(lastEventId, 'MapIterationSucceeded', succeeded, path, (eventId) => ({
      exit: { eventId, output, assigned: {} },
    }));
    return output;
  } catch (error) {
    if (error instanceof StateError) {
      log.record(causedBy, 'MapIterationFailed', { mapIterationFailedEventDetails: details });
    } else if (signal.aborted && signal.reason?.kind === 'aborted') {
      log.record(causedBy, 'MapIterationAborted', { mapIterationAbortedEventDetails: details });
    }
    throw error;
  }
}
