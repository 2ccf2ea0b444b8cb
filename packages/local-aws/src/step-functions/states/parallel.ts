import type { ParallelState } from '../definition.ts';
import { runConcurrently, walkInside } from '../inner-walks.ts';
import { StateError } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';

/**
 * Walks every branch with the same input; the result is their
 * outputs in order. One failed branch aborts the others.
 */
export async function performParallel(visit: Visit<ParallelState>): Promise<Performed> {
  const { Branches, Arguments } = visit.state;
  const input = await visit.fillOr(visit.input, Arguments, 'Arguments');
  const causedBy =
    visit.facts.startedEventId ??
    visit.record('ParallelStateStarted', {}, (eventId) => ({ startedEventId: eventId }));
  try {
    const walks = await runConcurrently(
      Branches.length,
      Branches.length,
      visit.frame.signal,
      (index, signal) =>
        walkInside(visit, {
          id: `branch${index}`,
          states: branchAt(Branches, index),
          input,
          causedBy,
          signal,
        }),
    );
    const result = walks.map((walk) => walk.output);
    visit.record('ParallelStateSucceeded', {}, () => ({ outcome: { result } }));
    return { result };
  } catch (error) {
    if (error instanceof StateError) {
      const outcome = { error: error.error, cause: error.message };
      visit.record('ParallelStateFailed', {}, () => ({ outcome }));
    }
    throw error;
  }
}

function branchAt(branches: ParallelState['Branches'], index: number) {
  const branch = branches[index];
  if (!branch) throw new StateError('States.Runtime', `The state has no branch ${index}.`);
  return branch;
}
