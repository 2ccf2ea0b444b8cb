import type { Shape, State, States } from './definition.ts';
import type { EventType, Exit, Outcome } from './execution-log.ts';
import { catcherFor, retrierFor, retryDelaySeconds } from './retry.ts';
import type { Frame, Run } from './run.ts';
import { Halt, StateError } from './state-error.ts';
import { performState } from './states/perform-state.ts';
import { type Performed, Visit } from './visit.ts';

/**
 * Walks from `StartAt` to an end and gives the last state's output. After a restart it walks the same way
 * again: visits that have ended are read from the log instead of being made. Throws {@link StateError} when a
 * state fails and nothing handles it.
 */
export async function walkStates(run: Run, frame: Frame, states: States, input: unknown): Promise<unknown> {
  let name = states.StartAt;
  let data = input;
  for (let step = 0; ; step++) {
    const state = states.States[name];
    if (!state) throw new StateError('States.Runtime', `The state '${name}' does not exist.`);
    const exit = await visitState(new Visit(run, frame, `${frame.path}${step}`, name, state, data));
    frame.lastEventId = exit.eventId;
    frame.variables = { ...frame.variables, ...exit.assigned };
    if (exit.next === undefined) return exit.output;
    name = exit.next;
    data = exit.output;
  }
}

async function visitState(visit: Visit): Promise<Exit> {
  if (visit.facts.exit) return visit.facts.exit;
  enter(visit);
  for (;;) {
    try {
      if (visit.facts.retryAt !== undefined) await visit.sleepUntil(visit.facts.retryAt);
      return await leave(visit, await perform(visit));
    } catch (error) {
      if (error instanceof Halt) throw recordHalt(visit, error);
      if (!(error instanceof StateError)) throw error;
      if (!noteRetry(visit, error)) return await handle(visit, error);
    }
  }
}

function enter(visit: Visit): void {
  visit.frame.signal.throwIfAborted();
  const entered = visit.facts.entered;
  if (entered) {
    visit.frame.lastEventId = entered.eventId;
    return;
  }
  const details = {
    name: visit.name,
    input: visit.checkSize(visit.input),
    inputDetails: { truncated: false },
  };
  visit.record(`${visit.state.Type}StateEntered`, { stateEnteredEventDetails: details }, (eventId) => ({
    entered: { eventId, time: new Date(visit.now).toISOString() },
  }));
}

/** An attempt whose outcome is known from before a restart is not made again. */
function perform(visit: Visit): Promise<Performed> | Performed {
  const outcome = visit.facts.outcome;
  return outcome ? resultOf(outcome) : performState(visit);
}

function resultOf(outcome: Outcome): { result: unknown } {
  if ('error' in outcome) throw new StateError(outcome.error, outcome.cause);
  return outcome;
}

async function leave(visit: Visit, performed: Performed): Promise<Exit> {
  const { state, input } = visit;
  const more = 'result' in performed ? { result: performed.result } : {};
  const next = performed.next ?? ('Next' in state ? state.Next : undefined);
  const unshaped = 'result' in performed ? performed.result : input;
  return exit(visit, performed.shape ?? state, unshaped, more, next);
}

/** Takes the catcher for an error, or lets the error go on. */
async function handle(visit: Visit, failure: StateError): Promise<Exit> {
  const { state } = visit;
  const catcher = 'Catch' in state ? catcherFor(state.Catch ?? [], failure.error) : undefined;
  if (!catcher) throw failure;
  const errorOutput = { Error: failure.error, Cause: failure.message };
  return exit(visit, catcher, errorOutput, { errorOutput }, catcher.Next);
}

async function exit(
  visit: Visit,
  shape: Shape,
  unshaped: unknown,
  more: { readonly result?: unknown; readonly errorOutput?: unknown },
  next: string | undefined,
): Promise<Exit> {
  // both see the variables as they were before this state assigned any
  const output = await visit.fillOr(unshaped, shape.Output, 'Output', more);
  const assigned = (await visit.fillOr({}, shape.Assign, 'Assign', more)) as Record<string, unknown>;
  const text = visit.checkSize(output);
  const left = { output, assigned, ...(next === undefined ? {} : { next }) };
  const details = {
    name: visit.name,
    output: text,
    outputDetails: { truncated: false },
    ...(shape.Assign ? { assignedVariables: jsonOfEach(assigned) } : {}),
  };
  const eventId = visit.record(exitedEvent(visit), { stateExitedEventDetails: details }, (id) => ({
    exit: { eventId: id, ...left },
  }));
  return { eventId, ...left };
}

function exitedEvent({ state, name }: Visit): EventType {
  if (state.Type === 'Fail')
    throw new StateError('States.Runtime', `The Fail state '${name}' cannot be left.`);
  return `${state.Type}StateExited`;
}

const jsonOfEach = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));

/** Notes when the next attempt is due; false when no retrier has one left. */
function noteRetry(visit: Visit, failure: StateError): boolean {
  const { state, facts } = visit;
  const retriers = 'Retry' in state ? (state.Retry ?? []) : [];
  const used = retriers.map((_, index) => facts.retriersUsed?.[index] ?? 0);
  const index = retrierFor(retriers, used, failure.error);
  const retrier = index === undefined ? undefined : retriers[index];
  if (index === undefined || !retrier) return false;
  const delayMs = retryDelaySeconds(retrier, used[index] ?? 0, Math.random) * 1000;
  visit.note({
    retriersUsed: used.with(index, (used[index] ?? 0) + 1),
    retryAt: visit.now + delayMs,
    outcome: null,
    task: null,
    startedEventId: null,
    mapRunArn: null,
  });
  return true;
}

const ABORT_EVENTS: Readonly<Partial<Record<State['Type'], EventType>>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
};

function recordHalt(visit: Visit, halt: Halt): Halt {
  const type = ABORT_EVENTS[visit.state.Type];
  if (halt.kind === 'aborted' && type) visit.record(type);
  return halt;
}
