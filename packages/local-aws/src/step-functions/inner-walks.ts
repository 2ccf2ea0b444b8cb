import { setMaxListeners } from 'node:events';
import type { States } from './definition.ts';
import { Halt } from './state-error.ts';
import type { Visit } from './visit.ts';

/** One branch of a Parallel state, or one iteration of a Map state. */
export interface InnerWalk {
  /** Unique within the attempt, and the same after a restart: `branch0`, `item3`. */
  readonly id: string;
  readonly states: States;
  readonly input: unknown;
  /** Further members of the context object. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The event that the walk's first event names as its cause. */
  readonly causedBy: number;
  readonly signal: AbortSignal;
}

/** Where the inner walks of the current attempt at a state are kept. A retry begins new ones. */
export function innerPath(visit: Visit, id: string): string {
  return `${visit.key}.${visit.retryCount}/${id}/`;
}

/** Walks a branch or iteration with a copy of the variables: it sees those outside and cannot change them. */
export async function walkInside(
  visit: Visit,
  inner: InnerWalk,
): Promise<{ readonly output: unknown; readonly lastEventId: number }> {
  const frame = {
    path: innerPath(visit, inner.id),
    signal: inner.signal,
    context: { ...visit.frame.context, ...inner.context },
    variables: { ...visit.frame.variables },
    lastEventId: inner.causedBy,
  };
  const output = await visit.run.walk(visit.run, frame, inner.states, inner.input);
  return { output, lastEventId: frame.lastEventId };
}

/**
 * Runs `task` for 0 to `count` - 1, at most `limit` at once, and gives the results in order. When one fails
 * the others are aborted; the failure is thrown once all of them have stopped.
 */
export async function runConcurrently<T>(
  count: number,
  limit: number,
  outer: AbortSignal,
  task: (index: number, signal: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const siblings = new AbortController();
  const signal = AbortSignal.any([outer, siblings.signal]);
  // as many listen as there are walks; Node takes more than ten for a leak
  setMaxListeners(0, signal);
  const results = new Array<T>(count);
  const failures: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count && !signal.aborted) {
      const index = next++;
      try {
        results[index] = await task(index, signal);
      } catch (error) {
        failures.push(error);
        siblings.abort(new Halt('aborted'));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, work));
  outer.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return results;
}
